package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// SendFile sends the bytes as a document and returns the message's id. The
// caption is plain text; protect forbids forwarding and saving.
func (c *Client) SendFile(ctx context.Context, chat int64, name, mime string, r io.Reader, caption string, protect bool) (messageID int, err error) {
	const method = "sendDocument"
	defer func() { c.metrics.called(method, err) }()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	fields := [][2]string{{"chat_id", strconv.FormatInt(chat, 10)}, {"caption", caption}, {"protect_content", strconv.FormatBool(protect)}}
	for _, f := range fields {
		if err := form.WriteField(f[0], f[1]); err != nil {
			return 0, fmt.Errorf("%s: write the form: %w", method, err)
		}
	}
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("document", name)},
		"Content-Type":        {mime},
	})
	if err != nil {
		return 0, fmt.Errorf("%s: write the form: %w", method, err)
	}
	size, err := io.Copy(part, io.LimitReader(r, maxUpload+1))
	if err != nil {
		return 0, fmt.Errorf("%s: read the file: %w", method, err)
	}
	if size > maxUpload {
		return 0, &Refused{Method: method, Code: http.StatusRequestEntityTooLarge, Description: "the file is larger than 50 MB"}
	}
	if err := form.Close(); err != nil {
		return 0, fmt.Errorf("%s: write the form: %w", method, err)
	}
	if err := c.admit(ctx, Call{method, &tgbot.SendDocumentParams{ChatID: chat}}); err != nil {
		return 0, err
	}
	result, err := c.exchange(ctx, method, form.FormDataContentType(), body.Bytes(), 6*c.timeout)
	return messageIDOf(result), err
}

// Download opens a file that a person sent; Telegram gives bots files up to
// 20 MB and refuses larger ones. size is in bytes, -1 if not known. The caller
// closes the reader; the context bounds the reading too.
func (c *Client) Download(ctx context.Context, fileID string) (r io.ReadCloser, size int64, err error) {
	const method = "download"
	defer func() { c.metrics.called(method, err) }()
	var f models.File
	if err := c.Fetch(ctx, Call{"getFile", &tgbot.GetFileParams{FileID: fileID}}, &f); err != nil {
		return nil, 0, err
	}
	segments := strings.Split(f.FilePath, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	for try := 1; ; try++ {
		r, size, err := c.open(ctx, c.files+strings.Join(segments, "/"))
		var later *Later
		if err == nil || try == maxTries || !errors.As(err, &later) {
			return r, size, err
		}
		c.metrics.repeated(method)
		if pause(ctx, c.pauseAfter(try)) != nil {
			return nil, 0, err
		}
	}
}

func (c *Client) open(ctx context.Context, address string) (io.ReadCloser, int64, error) {
	const method = "download"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, errors.New("download: the file's path is not valid")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, 0, &Later{Method: method, After: downAfter, Reason: transportCause(err).Error()}
	}
	if resp.StatusCode == http.StatusOK && resp.ContentLength <= maxDownload {
		return &download{resp.Body, maxDownload}, resp.ContentLength, nil
	}
	resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		return nil, 0, &Refused{Method: method, Code: http.StatusRequestEntityTooLarge, Description: "the file is larger than 20 MB"}
	}
	if resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests {
		return nil, 0, &Later{Method: method, After: downAfter, Reason: http.StatusText(resp.StatusCode)}
	}
	return nil, 0, &Refused{Method: method, Code: resp.StatusCode, Description: http.StatusText(resp.StatusCode)}
}

// download reads a file's bytes; its errors name no address. A file that is
// larger than it may be ends in an error, never in silence.
type download struct {
	io.ReadCloser
	left int64
}

func (d *download) Read(p []byte) (int, error) {
	n, err := d.ReadCloser.Read(p)
	if d.left -= int64(n); d.left < 0 {
		return 0, &Refused{Method: "download", Code: http.StatusRequestEntityTooLarge, Description: "the file is larger than 20 MB"}
	}
	if err != nil && err != io.EOF {
		err = fmt.Errorf("download: %w", transportCause(err))
	}
	return n, err
}
