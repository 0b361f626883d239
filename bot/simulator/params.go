package simulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxUpload is the largest file that a bot may send, in bytes.
const maxUpload = 50 << 20

// param is one parameter as it came. Forms carry only text; JSON says more.
type param struct {
	text  string
	value bool // a JSON value other than a string
	json  bool // came in a JSON body
}

// upload is one file of a multipart request.
type upload struct {
	name string
	mime string
	data []byte
}

// request is a call's input, whatever way it was encoded.
type request struct {
	params map[string]param
	files  map[string]upload
}

// readRequest takes the parameters from the query string and the body (JSON,
// form or multipart), as Telegram does. It refuses a body above 50 MB with 413
// and one that cannot be read with 400.
func readRequest(r *http.Request) (*request, *apiError) {
	in := &request{params: map[string]param{}, files: map[string]upload{}}
	if r.URL.RawQuery != "" {
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return nil, badRequest("can't parse query string")
		}
		in.takeForm(query)
	}
	if r.ContentLength > maxUpload+1<<20 {
		return nil, &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
	}
	// What is too much is still read to its end, so that the bot hears why.
	defer io.CopyN(io.Discard, r.Body, 4*maxUpload)
	body := http.MaxBytesReader(nil, r.Body, maxUpload+1<<20)
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		return in, in.takeMultipart(multipart.NewReader(body, params["boundary"]))
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, readProblem(err)
	}
	return in, in.takeBody(kind, data)
}

func readProblem(err error) *apiError {
	if tooBig := new(http.MaxBytesError); errors.As(err, &tooBig) {
		return &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
	}
	return badRequest("can't read the request body")
}

// takeBody reads a JSON or form body. A body of another kind holds nothing.
func (in *request) takeBody(kind string, data []byte) *apiError {
	switch kind {
	case "application/json":
		return in.takeJSON(data)
	case "application/x-www-form-urlencoded":
		form, err := url.ParseQuery(string(data))
		if err != nil {
			return badRequest("can't parse the form")
		}
		in.takeForm(form)
	}
	return nil
}

func (in *request) takeForm(form url.Values) {
	for name, values := range form {
		in.params[name] = param{text: values[len(values)-1]}
	}
}

func (in *request) takeJSON(data []byte) *apiError {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	var body map[string]json.RawMessage
	if json.Unmarshal(data, &body) != nil {
		return badRequest("can't parse JSON object")
	}
	for name, raw := range body {
		if len(raw) > 0 && raw[0] == '"' {
			var text string
			if json.Unmarshal(raw, &text) != nil {
				return badRequest("can't parse JSON object")
			}
			in.params[name] = param{text: text, json: true}
		} else if string(raw) != "null" {
			in.params[name] = param{text: string(raw), json: true, value: true}
		}
	}
	return nil
}

func (in *request) takeMultipart(parts *multipart.Reader) *apiError {
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		// An empty body is a call without parameters.
		if err == io.EOF || n == 0 && errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return readProblem(err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return readProblem(err)
		}
		if part.FileName() == "" {
			in.params[part.FormName()] = param{text: string(data)}
			continue
		}
		if len(data) > maxUpload {
			return &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
		}
		in.files[part.FormName()] = upload{name: part.FileName(), mime: part.Header.Get("Content-Type"), data: data}
	}
}

// check holds the parameters against the method's table, and drops the ones
// that are empty, which Telegram takes as not given.
func (in *request) check(api *schema, method *object) *apiError {
	for name, p := range in.params {
		f := method.fields[name]
		if f == nil {
			return badRequest("field %q is not known in %s", name, method.name)
		}
		if p.text == "" || !p.value && p.text == "null" && !f.scalar() {
			delete(in.params, name)
			continue
		}
		if !utf8.ValidString(p.text) {
			return badRequest("strings must be encoded in UTF-8")
		}
		if problem := p.check(api, f); problem != "" {
			return badRequest("%s", problem)
		}
	}
	for name := range in.files {
		if !in.wanted(name, method) {
			return badRequest("file %q is not known in %s", name, method.name)
		}
	}
	// An empty url is how setWebhook removes the webhook.
	for _, f := range method.order {
		_, given := in.params[f.name]
		_, sent := in.files[f.name]
		if f.required && !given && !sent && f.name != "url" {
			return badRequest("%s", missing(f.name))
		}
	}
	return nil
}

// wanted says whether some parameter takes the uploaded file.
func (in *request) wanted(name string, method *object) bool {
	if f := method.fields[name]; f != nil {
		return f.shapes[0].base == "file"
	}
	for _, p := range in.params {
		if strings.Contains(p.text, "attach://"+name) {
			return true
		}
	}
	return false
}

// check returns what is wrong with the parameter, or "".
func (p param) check(api *schema, f *field) string {
	if f.scalar() {
		first := ""
		for _, s := range f.shapes {
			problem := p.checkScalar(f.name, s.base)
			if problem == "" {
				return ""
			}
			if first == "" {
				first = problem
			}
		}
		return first
	}
	decoder := json.NewDecoder(strings.NewReader(p.text))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil || decoder.More() {
		return fmt.Sprintf("can't parse %s JSON object", strings.ReplaceAll(f.name, "_", " "))
	}
	return api.check(f.name, v, f.shapes)
}

func (p param) checkScalar(name, base string) string {
	switch base {
	case "int":
		if _, err := strconv.ParseInt(p.text, 10, 64); err != nil {
			return fmt.Sprintf("field %q must be of type Number", name)
		}
	case "float":
		if _, err := strconv.ParseFloat(p.text, 64); err != nil {
			return fmt.Sprintf("field %q must be of type Number", name)
		}
	case "bool":
		if _, ok := parseBool(p.text); !ok {
			return fmt.Sprintf("field %q must be of type Boolean", name)
		}
	default:
		if p.value {
			return fmt.Sprintf("field %q must be of type String", name)
		}
	}
	return ""
}

func parseBool(text string) (value, ok bool) {
	switch strings.ToLower(text) {
	case "true", "yes", "1":
		return true, true
	case "false", "no", "0":
		return false, true
	}
	return false, false
}

// missing is Telegram's sentence for a required parameter that is not there.
func missing(name string) string {
	switch name {
	case "chat_id", "from_chat_id":
		return name + " is empty"
	case "text":
		return "message text is empty"
	case "message_id":
		return "message identifier is not specified"
	case "message_ids":
		return "message identifiers are not specified"
	case "photo", "document", "voice", "audio", "video":
		return "there is no " + name + " in the request"
	case "callback_query_id":
		return "query is too old and response timeout expired or query ID is invalid"
	case "file_id":
		return "file_id not specified"
	}
	return fmt.Sprintf("parameter %q is required", name)
}
