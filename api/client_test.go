package api

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contract is openapi.yaml as a stranger's client reads it.
var contract = sync.OnceValues(func() (routers.Router, error) {
	for _, media := range []string{"application/pdf", "application/octet-stream"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.FileBodyDecoder)
	}
	openapi3filter.RegisterBodyDecoder("text/plain", openapi3filter.FileBodyDecoder)
	doc, err := openapi3.NewLoader().LoadFromData(openAPIYAML)
	if err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(doc)
})

// answered is an answer that was found to keep the contract.
type answered struct {
	status int
	header http.Header
	body   map[string]any
	raw    []byte
}

func (a answered) str(name string) string { s, _ := a.body[name].(string); return s }

// call sends a request as a user (none where empty) and checks request and answer against the contract. A request that
// the server takes must be one that the contract allows.
func (w *world) call(user, method, path string, body any) answered {
	w.t.Helper()
	switch b := body.(type) {
	case nil:
		return w.send(user, method, path, "", nil)
	case string:
		return w.send(user, method, path, "application/json", []byte(b))
	}
	raw, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.send(user, method, path, "application/json", raw)
}

func (w *world) send(user, method, path, media string, body []byte) answered {
	w.t.Helper()
	mk := func() *http.Request {
		req := httptest.NewRequest(method, path, bytes.NewReader(body))
		req.Header.Set("Accept-Language", "en")
		if body == nil {
			req = httptest.NewRequest(method, path, nil)
			req.Header.Set("Accept-Language", "en")
		} else {
			req.Header.Set("Content-Type", media)
		}
		if user != "" {
			req.Header.Set("Authorization", "Bearer "+tokenOf(user))
		}
		return req
	}
	a := w.serve(mk())
	w.keeps(mk(), a)
	return a
}

func (w *world) serve(req *http.Request) answered {
	rec := httptest.NewRecorder()
	w.server.ServeHTTP(rec, req)
	a := answered{status: rec.Code, header: rec.Header(), raw: rec.Body.Bytes()}
	_ = json.Unmarshal(a.raw, &a.body)
	return a
}

// bare sends what the contract does not know.
func (w *world) bare(user, method, path string) answered {
	req := httptest.NewRequest(method, path, nil)
	req.Header.Set("Authorization", "Bearer "+tokenOf(user))
	return w.serve(req)
}

// allows tells whether the contract allows a request.
func (w *world) allows(method, path string, body any) bool {
	w.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		w.t.Fatal(err)
	}
	router, err := contract()
	if err != nil {
		w.t.Fatal(err)
	}
	req := httptest.NewRequest(method, path, bytes.NewReader(raw))
	req.Header.Set("Content-Type", "application/json")
	route, params, err := router.FindRoute(req)
	if err != nil {
		w.t.Fatal(err)
	}
	return openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, Route: route, Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	}) == nil
}

// keeps checks an exchange against the contract.
func (w *world) keeps(req *http.Request, a answered) {
	w.t.Helper()
	router, err := contract()
	if err != nil {
		w.t.Fatal(err)
	}
	route, params, err := router.FindRoute(req)
	if err != nil {
		w.t.Fatalf("%s %s is not in the contract: %v", req.Method, req.URL.Path, err)
	}
	in := &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, MultiError: true},
	}
	if a.status < 300 {
		if err := openapi3filter.ValidateRequest(context.Background(), in); err != nil {
			w.t.Errorf("%s %s was taken, against the contract: %v", req.Method, req.URL.Path, err)
		}
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: a.status, Header: a.header, Options: in.Options}
	out.SetBodyBytes(a.raw)
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		w.t.Errorf("%s %s answered %d against the contract: %v\n%s", req.Method, req.URL.Path, a.status, err, a.raw)
	}
}

// want checks a status and gives the answer back.
func (a answered) want(t *testing.T, status int) answered {
	t.Helper()
	if a.status != status {
		t.Fatalf("answered %d, want %d: %s", a.status, status, a.raw)
	}
	return a
}

// form is a multipart body with a file and its kind.
func form(kind, name string, content []byte) (media string, body []byte) {
	var buf bytes.Buffer
	mw := multipart.NewWriter(&buf)
	_ = mw.WriteField("kind", kind)
	part, _ := mw.CreateFormFile("file", name)
	_, _ = part.Write(content)
	_ = mw.Close()
	return mw.FormDataContentType(), buf.Bytes()
}

func (w *world) uploadFile(user, kind, name string, content []byte) answered {
	w.t.Helper()
	media, body := form(kind, name, content)
	return w.send(user, http.MethodPost, "/api/v1/requests/"+theRef+"/files", media, body)
}
