package mail

import (
	"context"
	"net"
	"net/textproto"
	"strings"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// A server that offers no STARTTLS, answering under a name that is not the loopback's.
func TestNothingIsSaidInClearToAnotherMachine(t *testing.T) {
	t.Parallel()
	client, server := net.Pipe()
	heard := make(chan string, 1)
	go func() {
		defer server.Close()
		conn := textproto.NewConn(server)
		var lines strings.Builder
		_ = conn.PrintfLine("220 mail.example ESMTP")
		for {
			line, err := conn.ReadLine()
			if err != nil {
				heard <- lines.String()
				return
			}
			lines.WriteString(line + "\n")
			_ = conn.PrintfLine("250 mail.example")
		}
	}()
	s, err := NewSMTP(Config{URL: "smtp://u:canary@mail.example:25", From: "a@b.example", Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	s.options = append(s.options, gomail.WithDialContextFunc(func(context.Context, string, string) (net.Conn, error) { return client, nil }))
	if err := s.Send(t.Context(), Message{ID: "k", To: "c@d.example", Subject: "s", Text: "secret"}); err == nil {
		t.Error("sent in clear")
	}
	_ = client.Close()
	if lines := <-heard; strings.Contains(lines, "MAIL") || strings.Contains(lines, "AUTH") {
		t.Errorf("the server heard:\n%s", lines)
	}
}
