package simulator

import (
	"bytes"
	"image"
	_ "image/gif" // pictures of these kinds can be sent
	"image/jpeg"
	_ "image/png"
)

// photoSize is one size of a picture, before it is stored.
type photoSize struct {
	data          []byte
	width, height int
}

// photoSizes makes the sizes of a picture, smallest first: a thumbnail, a
// preview and the whole. Bytes that are no picture count as one of 800×600, as
// what a person sends is always a picture.
func photoSizes(data []byte) []photoSize {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width*config.Height > 40<<20 {
		return []photoSize{{data, 90, 67}, {data, 800, 600}}
	}
	whole := photoSize{data, config.Width, config.Height}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return []photoSize{whole}
	}
	var sizes []photoSize
	for _, side := range []int{90, 320} {
		if side < max(whole.width, whole.height) {
			sizes = append(sizes, shrink(picture, side))
		}
	}
	return append(sizes, whole)
}

// shrink draws the picture with its longer side as given, by nearest pixels.
func shrink(src image.Image, side int) photoSize {
	b := src.Bounds()
	scale := float64(side) / float64(max(b.Dx(), b.Dy()))
	w, h := max(1, int(float64(b.Dx())*scale)), max(1, int(float64(b.Dy())*scale))
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			out.Set(x, y, src.At(b.Min.X+x*b.Dx()/w, b.Min.Y+y*b.Dy()/h))
		}
	}
	var encoded bytes.Buffer
	if jpeg.Encode(&encoded, out, &jpeg.Options{Quality: 80}) != nil {
		return photoSize{nil, w, h}
	}
	return photoSize{encoded.Bytes(), w, h}
}

// addPhoto stores the sizes and names them.
func (s *fileStore) addPhoto(sizes []photoSize) []PhotoSize {
	s.mu.Lock()
	defer s.mu.Unlock()
	var files []*file
	for _, size := range sizes {
		f := &file{mime: "image/jpeg", data: size.data, size: int64(len(size.data)), width: size.width, height: size.height}
		s.place(f, "photos")
		files = append(files, f)
	}
	files[len(files)-1].thumbs = files[:len(files)-1]
	return files[len(files)-1].photo()
}

func (f *file) photo() []PhotoSize {
	var out []PhotoSize
	for _, size := range append(f.thumbs[:len(f.thumbs):len(f.thumbs)], f) {
		out = append(out, PhotoSize{
			FileID: size.id, UniqueID: size.unique, Width: size.width, Height: size.height, Size: size.size,
		})
	}
	return out
}

// photo resolves a picture parameter. An upload must be a picture that Telegram
// takes: readable, at most 10 MB, sides of at most 10,000 together and no
// longer than 20 to 1.
func (c *call) photo(field, value string) (func() []PhotoSize, *apiError) {
	up, sent, err := c.attachment(field, value)
	if err != nil {
		return nil, err
	}
	if !sent {
		f, err := c.existing(value)
		if err != nil {
			return nil, err
		}
		if f.width == 0 {
			return nil, badRequest("can't use file of type Document as Photo")
		}
		return f.photo, nil
	}
	if len(up.data) > 10<<20 {
		return nil, badRequest("file is too big for a photo")
	}
	config, _, decodeErr := image.DecodeConfig(bytes.NewReader(up.data))
	if decodeErr != nil {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	long, short := max(config.Width, config.Height), max(1, min(config.Width, config.Height))
	if config.Width+config.Height > 10000 || long > 20*short {
		return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	sizes := photoSizes(up.data)
	return func() []PhotoSize { return c.sim.files.addPhoto(sizes) }, nil
}
