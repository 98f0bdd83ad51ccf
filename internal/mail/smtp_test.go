package mail_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/rogatory/rogatory/internal/mail"
)

var now = time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)

func sender(t *testing.T, url string, tlsConfig *tls.Config) *mail.SMTP {
	t.Helper()
	s, err := mail.NewSMTP(mail.Config{URL: url, From: "Rogatory <rogatory@justice.example>", Now: func() time.Time { return now }, TLS: tlsConfig})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func message() mail.Message {
	return mail.Message{ID: "7f3a/remind/12", To: "officer@justice.example", Subject: "Échéance dépassée : ສະບາຍດີ", Text: "La demande FR-2026-PH-0042 attend.\n"}
}

func TestSend(t *testing.T) {
	t.Parallel()
	srv := serve(t, &server{}, nil)
	m := message()
	m.Attachments = []mail.Attachment{{Name: "échéance.ics", MIME: "text/calendar; charset=utf-8", Data: []byte("BEGIN:VCALENDAR")}}
	s := sender(t, "smtp://"+srv.addr, nil)
	for range 2 {
		if err := s.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	got := srv.messages()
	if len(got) != 2 {
		t.Fatalf("%d messages", len(got))
	}
	first, second := parse(t, got[0]), parse(t, got[1])
	t.Run("a repeat carries the same Message-ID", func(t *testing.T) {
		id := first.Header.Get("Message-Id")
		if id != second.Header.Get("Message-Id") || id != "<"+mail.MessageID(m.ID, "justice.example")+">" {
			t.Errorf("Message-IDs %q and %q", id, second.Header.Get("Message-Id"))
		}
	})
	t.Run("a subject in two scripts arrives whole", func(t *testing.T) {
		subject, err := new(mime.WordDecoder).DecodeHeader(first.Header.Get("Subject"))
		if err != nil || subject != m.Subject {
			t.Errorf("subject %q, %v", subject, err)
		}
	})
	t.Run("the date is the one of our clock", func(t *testing.T) {
		if d, err := first.Header.Date(); err != nil || !d.Equal(now) {
			t.Errorf("date %v, %v", d, err)
		}
	})
	t.Run("text and attachment are there", func(t *testing.T) {
		if !strings.Contains(got[0], "FR-2026-PH-0042") || !strings.Contains(got[0], "text/calendar") {
			t.Error(got[0])
		}
	})
}

func parse(t *testing.T, raw string) *netmail.Message {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSendRefusesHeaderInjection(t *testing.T) {
	t.Parallel()
	srv := serve(t, &server{}, nil)
	s := sender(t, "smtp://"+srv.addr, nil)
	for _, tc := range []struct {
		name   string
		change func(*mail.Message)
	}{
		{"a line end in the subject", func(m *mail.Message) { m.Subject = "a\r\nBcc: x@evil.example" }},
		{"a bare line feed in the subject", func(m *mail.Message) { m.Subject = "a\nBcc: x@evil.example" }},
		{"a line end in the address", func(m *mail.Message) { m.To = "a@b.example\r\nRCPT TO:<x@evil.example>" }},
		{"two addresses in one", func(m *mail.Message) { m.To = "a@b.example, x@evil.example" }},
		{"a line end in the id", func(m *mail.Message) { m.ID = "a@b\r\nBcc: x@evil.example" }},
		{"a line end in an attachment's name", func(m *mail.Message) {
			m.Attachments = []mail.Attachment{{Name: "a\r\nX: y", MIME: "text/plain"}}
		}},
		{"a line end in an attachment's type", func(m *mail.Message) {
			m.Attachments = []mail.Attachment{{Name: "a", MIME: "text/plain\r\nX: y"}}
		}},
		{"no recipient", func(m *mail.Message) { m.To = "" }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			m := message()
			tc.change(&m)
			err := s.Send(t.Context(), m)
			if !errors.Is(err, mail.ErrPermanent) {
				t.Errorf("error = %v, want ErrPermanent", err)
			}
			if err != nil && strings.Contains(err.Error(), "example") {
				t.Errorf("the error repeats an address: %v", err)
			}
		})
	}
	t.Run("an id full of strange signs becomes a harmless Message-ID", func(t *testing.T) {
		t.Parallel()
		m := message()
		m.ID = "<é/..//> x:y@@"
		if err := s.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	})
}

func TestSendClassifiesErrors(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name      string
		server    *server
		user      string
		permanent bool
	}{
		{"an unknown recipient is for good", &server{onRcpt: &smtp.SMTPError{Code: 550, Message: "no such officer@justice.example"}}, "", true},
		{"a full mailbox is for now", &server{onRcpt: &smtp.SMTPError{Code: 452, Message: "full"}}, "", false},
		{"a refused content is for good", &server{onData: &smtp.SMTPError{Code: 554, Message: "spam"}}, "", true},
		{"greylisting is for now", &server{onData: &smtp.SMTPError{Code: 451, Message: "later"}}, "", false},
		{"a wrong password is for now, the settings can be mended", &server{password: "right"}, "u:wrong@", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			srv := serve(t, tc.server, nil)
			err := sender(t, "smtp://"+tc.user+srv.addr, nil).Send(t.Context(), message())
			if err == nil || errors.Is(err, mail.ErrPermanent) != tc.permanent {
				t.Fatalf("error = %v, want permanent %v", err, tc.permanent)
			}
			if strings.Contains(err.Error(), "officer") || strings.Contains(err.Error(), "wrong") {
				t.Errorf("the error tells too much: %v", err)
			}
		})
	}
	t.Run("a server that is down is for now", func(t *testing.T) {
		t.Parallel()
		err := sender(t, "smtp://127.0.0.1:1", nil).Send(t.Context(), message())
		if err == nil || errors.Is(err, mail.ErrPermanent) {
			t.Errorf("error = %v", err)
		}
	})
	t.Run("a caller that gave up is told so", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := sender(t, "smtp://127.0.0.1:1", nil).Send(ctx, message()); !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v", err)
		}
	})
	t.Run("a line cut after the server took the message is a success", func(t *testing.T) {
		t.Parallel()
		srv := serve(t, &server{hangUp: true}, nil)
		if err := sender(t, "smtp://"+srv.addr, nil).Send(t.Context(), message()); err != nil || len(srv.messages()) != 1 {
			t.Errorf("error %v, %d messages", err, len(srv.messages()))
		}
	})
}

func TestConnectionSecurity(t *testing.T) {
	t.Parallel()
	t.Run("smtps with a trusted certificate and a password", func(t *testing.T) {
		t.Parallel()
		cert, pool := certificate(t)
		srv := serve(t, &server{password: "right"}, &cert)
		s := sender(t, "smtps://u:right@"+srv.addr, &tls.Config{RootCAs: pool, ServerName: "127.0.0.1"})
		if err := s.Send(t.Context(), message()); err != nil {
			t.Error(err)
		}
	})
	t.Run("smtps with an unknown certificate sends nothing", func(t *testing.T) {
		t.Parallel()
		cert, _ := certificate(t)
		srv := serve(t, &server{password: "right"}, &cert)
		if err := sender(t, "smtps://u:right@"+srv.addr, nil).Send(t.Context(), message()); err == nil || len(srv.messages()) != 0 {
			t.Errorf("error %v, %d messages", err, len(srv.messages()))
		}
	})
	t.Run("a password works on the loopback without TLS", func(t *testing.T) {
		t.Parallel()
		srv := serve(t, &server{password: "right"}, nil)
		if err := sender(t, "smtp://u:right@"+srv.addr, nil).Send(t.Context(), message()); err != nil {
			t.Error(err)
		}
	})
	for name, url := range map[string]string{
		"another scheme": "http://u:canary@mail.example",
		"no host":        "smtp://u:canary@",
		"no URL at all":  "smtp://u:canary@%zz",
	} {
		t.Run(name+" is refused without showing the password", func(t *testing.T) {
			t.Parallel()
			_, err := mail.NewSMTP(mail.Config{URL: url, From: "a@b.example", Now: func() time.Time { return now }})
			if err == nil || strings.Contains(err.Error(), "canary") {
				t.Errorf("error = %v", err)
			}
		})
	}
}

func TestTextArrivesUnchanged(t *testing.T) {
	t.Parallel()
	srv := serve(t, &server{}, nil)
	m := message()
	m.Text = "Première ligne.\n.\nUne ligne avec un point seul, puis " + strings.Repeat("très long ", 200) + "\n"
	if err := sender(t, "smtp://"+srv.addr, nil).Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(quotedprintable.NewReader(parse(t, srv.messages()[0]).Body))
	if got := strings.TrimRight(strings.ReplaceAll(string(body), "\r\n", "\n"), "\n") + "\n"; err != nil || got != m.Text {
		t.Errorf("got %q, %v", got, err)
	}
}
