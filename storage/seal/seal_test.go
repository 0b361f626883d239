package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/quick"
)

func newKeys(t testing.TB) (*Keys, string) {
	t.Helper()
	text, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, text), text
}

func parse(t testing.TB, text string) *Keys {
	t.Helper()
	keys, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestOpensOnlyInItsPlace(t *testing.T) {
	keys, _ := newKeys(t)
	property := func(plain []byte, id string) bool {
		sealed, err := keys.Seal(plain, "identity", "name", id)
		if err != nil {
			return false
		}
		opened, err := keys.Open(sealed, "identity", "name", id)
		if err != nil || !bytes.Equal(opened, plain) {
			return false
		}
		for _, place := range [][3]string{
			{"content", "name", id}, {"identity", "phone", id}, {"identity", "name", id + "0"}, {"identity", "name" + id, ""}, {"", "", ""},
		} {
			if place == [3]string{"identity", "name", id} {
				continue
			}
			if _, err := keys.Open(sealed, place[0], place[1], place[2]); !errors.Is(err, ErrOpen) {
				return false
			}
		}
		return true
	}
	if err := quick.Check(property, nil); err != nil {
		t.Error(err)
	}
}

func TestEveryChangeIsNoticed(t *testing.T) {
	keys, _ := newKeys(t)
	sealed, err := keys.Seal([]byte("Tôi tố cáo"), "content", "text", "1")
	if err != nil {
		t.Fatal(err)
	}
	for n := range sealed {
		if _, err := keys.Open(sealed[:n], "content", "text", "1"); !errors.Is(err, ErrOpen) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
		changed := bytes.Clone(sealed)
		changed[n] ^= 1 << rand.IntN(8)
		if _, err := keys.Open(changed, "content", "text", "1"); !errors.Is(err, ErrOpen) {
			t.Fatalf("byte %d changed: %v", n, err)
		}
	}
}

func TestColonsCannotMakePlacesAlike(t *testing.T) {
	keys, _ := newKeys(t)
	if _, err := keys.Seal(nil, "a:b", "c", "d"); !errors.Is(err, ErrPlace) {
		t.Errorf("a table with a colon: %v", err)
	}
	if _, err := keys.Open(nil, "a", "b:c", "d"); !errors.Is(err, ErrPlace) {
		t.Errorf("a column with a colon: %v", err)
	}
}

func TestSealingTwiceDiffers(t *testing.T) {
	keys, _ := newKeys(t)
	a, errA := keys.Seal([]byte("0912"), "identity", "phone", "1")
	b, errB := keys.Seal([]byte("0912"), "identity", "phone", "1")
	if errA != nil || errB != nil || bytes.Equal(a, b) {
		t.Errorf("the same text sealed twice is alike (%v, %v)", errA, errB)
	}
	if bytes.Contains(a, []byte("0912")) {
		t.Error("the sealed bytes show the text")
	}
}

func TestRotationOpensOldAndKeepsLookups(t *testing.T) {
	text, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	first := parse(t, text)
	oldest, err := first.Seal([]byte("đơn"), "t", "c", "1")
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if text, err = Rotate(text); err != nil {
			t.Fatal(err)
		}
	}
	last := parse(t, text)
	if opened, err := last.Open(oldest, "t", "c", "1"); err != nil || string(opened) != "đơn" {
		t.Errorf("what the first key sealed: %q, %v", opened, err)
	}
	newest, err := last.Seal([]byte("đơn"), "t", "c", "1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := first.Open(newest, "t", "c", "1"); !errors.Is(err, ErrOpen) {
		t.Errorf("the old keyset opens what the new primary sealed: %v", err)
	}
	if !bytes.Equal(first.Lookup("phone", "0912"), last.Lookup("phone", "0912")) {
		t.Error("a rotation moved a lookup")
	}
	if !bytes.Equal(first.Digest([]byte("x")), last.Digest([]byte("x"))) {
		t.Error("a rotation moved a digest")
	}
}

func TestLookups(t *testing.T) {
	keys, _ := newKeys(t)
	other, _ := newKeys(t)
	phone := keys.Lookup("phone", "0912")
	if len(phone) != Size || !bytes.Equal(phone, keys.Lookup("phone", "0912")) {
		t.Error("a lookup does not find again")
	}
	for what, got := range map[string][]byte{
		"another value":  keys.Lookup("phone", "0913"),
		"another column": keys.Lookup("id_number", "0912"),
		"another keyset": other.Lookup("phone", "0912"),
		"the digest":     keys.Digest([]byte("0912")),
	} {
		if bytes.Equal(got, phone) {
			t.Errorf("%s gives the same lookup", what)
		}
	}
	if bytes.Equal(keys.Digest([]byte("a")), other.Digest([]byte("a"))) {
		t.Error("digests need no key")
	}
}

func TestNothingShowsKeys(t *testing.T) {
	keys, encoded := newKeys(t)
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		t.Fatal(err)
	}
	var held text
	if err := json.Unmarshal(raw, &held); err != nil {
		t.Fatal(err)
	}
	holder := struct {
		Keys  *Keys
		Value Keys
	}{keys, *keys}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+verb+verb+"\n", keys, *keys, holder)
	}
	slog.New(slog.NewTextHandler(&out, nil)).Info("a", "keys", keys, "value", *keys, "holder", holder)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("a", "keys", keys, "value", *keys, "holder", holder)
	encodedJSON, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(encodedJSON)
	shown := out.String()
	if !strings.Contains(shown, masked) {
		t.Fatal("nothing was shown at all")
	}
	for what, secret := range map[string]string{
		"the keyset":            encoded,
		"the lookup key":        base64.StdEncoding.EncodeToString(held.Lookup),
		"the lookup key in hex": fmt.Sprintf("%x", held.Lookup),
		"the lookup key in %v":  strings.Trim(fmt.Sprint(held.Lookup), "[]"),
		"the digest key in hex": fmt.Sprintf("%x", keys.secret.digest),
	} {
		if strings.Contains(shown, secret) {
			t.Errorf("%s is shown", what)
		}
	}
}

func TestBadKeysetsAreRefusedWithoutQuotingThem(t *testing.T) {
	_, good := newKeys(t)
	raw, _ := base64.StdEncoding.DecodeString(good)
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for name, bad := range map[string]string{
		"empty":           " \n",
		"no base64":       "canary!",
		"cut":             good[:len(good)-8],
		"no JSON":         encode("canary"),
		"other JSON":      encode(`{"canary":1}`),
		"two":             encode(string(raw) + `{"canary":1}`),
		"later version":   encode(strings.Replace(string(raw), `"version":1`, `"version":9`, 1)),
		"short lookup":    encode(`{"version":1,"aead":{},"lookup":"Y2FuYXJ5"}`),
		"no sealing keys": encode(strings.Replace(string(raw), `"primaryKeyId"`, `"canary"`, 1)),
	} {
		for call, err := range map[string]error{
			"Parse":  errOf(Parse(bad)),
			"Rotate": errOf(Rotate(bad)),
		} {
			if !errors.Is(err, ErrKeyset) {
				t.Errorf("%s(%s): %v, want ErrKeyset", call, name, err)
			} else if strings.Contains(err.Error(), "canary") {
				t.Errorf("%s(%s) quotes the text: %v", call, name, err)
			}
		}
	}
	if _, err := Parse("\n" + good + "\n"); err != nil {
		t.Errorf("white space around a keyset: %v", err)
	}
}

func errOf[T any](_ T, err error) error { return err }

func TestConcurrentUse(t *testing.T) {
	keys, _ := newKeys(t)
	want := keys.Lookup("fixed", "v")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := range 200 {
				id := fmt.Sprint(i, n)
				sealed, err := keys.Seal([]byte(id), "t", "c", id)
				if err != nil {
					t.Error(err)
					return
				}
				if opened, err := keys.Open(sealed, "t", "c", id); err != nil || string(opened) != id {
					t.Errorf("opened %q, %v", opened, err)
				}
				keys.Lookup(fmt.Sprint("column", n%5), id)
				if !bytes.Equal(keys.Lookup("fixed", "v"), want) {
					t.Error("a lookup changed")
				}
			}
		})
	}
	wg.Wait()
}

func FuzzOpen(f *testing.F) {
	keys, _ := newKeys(f)
	sealed, err := keys.Seal([]byte("đơn"), "t", "c", "1")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add([]byte{})
	f.Add(sealed[:5])
	f.Fuzz(func(t *testing.T, data []byte) {
		plain, err := keys.Open(data, "t", "c", "1")
		if (err == nil) != bytes.Equal(data, sealed) {
			t.Errorf("opened to %q, %v", plain, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	_, text := newKeys(f)
	f.Add(text)
	f.Add("e30=")
	f.Add("")
	f.Fuzz(func(t *testing.T, data string) {
		keys, err := Parse(data)
		if err != nil {
			if !errors.Is(err, ErrKeyset) {
				t.Errorf("an error of another kind: %v", err)
			}
			return
		}
		if _, err := keys.Seal([]byte("a"), "t", "c", "1"); err != nil {
			t.Errorf("what parses does not seal: %v", err)
		}
	})
}

func BenchmarkSeal(b *testing.B) {
	keys, _ := newKeys(b)
	plain := make([]byte, 1000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := keys.Seal(plain, "session", "state", "1:2"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	keys, _ := newKeys(b)
	sealed, err := keys.Seal(make([]byte, 1000), "session", "state", "1:2")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := keys.Open(sealed, "session", "state", "1:2"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	keys, _ := newKeys(b)
	b.ReportAllocs()
	for b.Loop() {
		keys.Lookup("phone", "0912345678")
	}
}
