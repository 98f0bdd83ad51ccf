package mla

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCommandsRoundTrip(t *testing.T) {
	t.Parallel()
	for kind, body := range samples() {
		in := Command{ID: "cmd-1", Actor: registry, SeenSeq: 7, Body: body}
		data, err := json.Marshal(in)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		var out Command
		if err := json.Unmarshal(data, &out); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if diff := cmp.Diff(in, out); diff != "" {
			t.Errorf("%s:\n%s", kind, diff)
		}
		if in.Digest() == "" || in.Digest() != out.Digest() {
			t.Errorf("%s: the digest does not survive", kind)
		}
	}
}

func TestCommandsAreReadStrictly(t *testing.T) {
	t.Parallel()
	if _, err := DecodeCommandBody("teleport", []byte(`{}`)); err == nil {
		t.Error("an unknown kind is read")
	}
	for kind := range commandBodies {
		if _, err := DecodeCommandBody(kind, []byte(`{"surprise":1}`)); err == nil {
			t.Errorf("%s takes an unknown field", kind)
		}
	}
}

func TestADigestIsOfTheContentAndNotOfTheID(t *testing.T) {
	t.Parallel()
	a := Command{ID: "1", Actor: officer, SeenSeq: 3, Body: Note{Text: text("n")}}
	b, c, d := a, a, a
	b.ID, b.SeenSeq = "2", 9
	c.Body = Note{Text: text("m")}
	d.Actor = magistrate
	if a.Digest() != b.Digest() || a.Digest() == c.Digest() || a.Digest() == d.Digest() {
		t.Error("wrong digest")
	}
}

func TestEveryEventRoundTrips(t *testing.T) {
	t.Parallel()
	kinds := EventKinds()
	if !slices.IsSorted(kinds) {
		t.Error("the kinds come in no order")
	}
	for _, kind := range kinds {
		body := filled(t, kind)
		in := Event{Seq: 3, At: monday, Actor: officer, Command: "cmd-1", Body: body}
		data, err := json.Marshal(in)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		var out Event
		if err := json.Unmarshal(data, &out); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if diff := cmp.Diff(in, out); diff != "" {
			t.Errorf("%s:\n%s", kind, diff)
		}
	}
	if _, err := DecodeEventBody("no_such_event", []byte(`{}`)); err == nil {
		t.Error("an unknown kind is read")
	}
}

// filled is an event body of the kind with every field set.
func filled(t *testing.T, kind EventKind) EventBody {
	t.Helper()
	zero, err := DecodeEventBody(kind, []byte(`{}`))
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	v := reflect.New(reflect.TypeOf(zero)).Elem()
	fill(v)
	return v.Interface().(EventBody)
}

func fill(v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(monday))
		return
	}
	if d, ok := v.Addr().Interface().(interface{ UnmarshalText([]byte) error }); ok {
		_ = d.UnmarshalText([]byte("2026-03-02"))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(5)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	default:
		panic("fill: " + v.Type().String())
	}
}

func TestTheStateRoundTrips(t *testing.T) {
	t.Parallel()
	t.Run("with every field set", func(t *testing.T) {
		t.Parallel()
		var in State
		in.Frozen, in.Approval, in.Seal, in.Translation = &Frozen{}, &Approval{}, &Seal{}, &Translation{}
		v := reflect.ValueOf(&in).Elem()
		for i := range v.NumField() {
			f := v.Field(i)
			if f.Kind() == reflect.Pointer {
				f = f.Elem()
			}
			fill(f)
			if f.IsZero() {
				t.Fatalf("%s is not filled", v.Type().Field(i).Name)
			}
		}
		roundTrip(t, in)
		if diff := cmp.Diff(in, in.Clone()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("at the end of each track", func(t *testing.T) {
		t.Parallel()
		roundTrip(t, opened(t, profile(Judicial)).assessed().acknowledgeDeliveries().s)
		roundTrip(t, opened(t, profile(Police)).abroad().s)
		roundTrip(t, opened(t, profile(Preservation)).abroad().s)
	})
}

func roundTrip(t fataler, in State) {
	t.Helper()
	data, err := json.Marshal(in)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var out State
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatalf("%v", err)
	}
	if diff := cmp.Diff(in, out); diff != "" {
		t.Fatalf("the state does not survive:\n%s", diff)
	}
}

// Evolving is total: a damaged chain gives a wrong state, never a panic.
func TestEvolveTakesAnyEventInAnyState(t *testing.T) {
	t.Parallel()
	full := opened(t, plain()).assessed().s
	for _, kind := range EventKinds() {
		empty, _ := DecodeEventBody(kind, []byte(`{}`))
		for _, body := range []EventBody{empty, filled(t, kind)} {
			for _, s := range []State{{}, full} {
				if got := Evolve(s, Event{Seq: 99, At: monday, Body: body}); got.Seq != 99 {
					t.Errorf("%s: seq %d", kind, got.Seq)
				}
			}
		}
	}
}

// textual are the string fields an event may hold, by JSON name: codes, ids,
// digests, numbers and the public words of the country data. Anything a person
// types freely is a TextRef. A new field has to be thought about here.
var textual = strings.Fields(`
	id digest sha256 mime kind number doc_sha256 basis mark source ref url fr en unit roll_over calendar
	request_id reference case_id officer track form state parent translate_to channel profile_hash hash version
	side role clerk_org proofs from to org user when why how cause causes code ground
	draft_sha256 pdf_sha256 source_sha256 translation_sha256 contributors translator language foreign_ref extent measure allowed_use
	evidence verdict items delivery deliveries receipt outcome obligation rung action letter effect key template lang
	to_role to_org request by clock warned`)

func TestEventsHoldNoFreeText(t *testing.T) {
	t.Parallel()
	for _, kind := range EventKinds() {
		body := filled(t, kind)
		walk(reflect.TypeOf(body), "", func(name string) {
			if !slices.Contains(textual, name) {
				t.Errorf("%s: the string %q is neither a code nor a TextRef", kind, name)
			}
		})
	}
}

// walk names every string field below a type by its JSON name.
func walk(typ reflect.Type, name string, found func(string)) {
	switch {
	case typ.Kind() == reflect.Slice:
		walk(typ.Elem(), name, found)
	case typ.Kind() == reflect.String:
		found(name)
	case typ.Kind() == reflect.Struct && typ.PkgPath() != "time":
		for i := range typ.NumField() {
			f := typ.Field(i)
			if !f.IsExported() {
				continue
			}
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous && tag == "" {
				tag = name
			}
			walk(f.Type, tag, found)
		}
	}
}
