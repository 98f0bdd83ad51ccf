package seal

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// ErrTimestamp says that no time stamp could be had: the authority is not
// reachable, refuses, or answers something that does not hold.
var ErrTimestamp = errors.New("seal: no time stamp")

// maxToken bounds what is taken from a time-stamping authority, in bytes.
const maxToken = 24 << 10

// Authority asks a time-stamping authority by RFC 3161 over HTTP.
type Authority struct {
	URL    string
	Client *http.Client
	// Tries is how often one call asks before it gives up; once if not positive.
	Tries int
	// Pause is between tries.
	Pause time.Duration
}

// stamp returns the token for a signature value. Errors wrap ErrTimestamp, or are ctx's.
func (a *Authority) stamp(ctx context.Context, signature []byte) (token []byte, err error) {
	for try := range max(a.Tries, 1) {
		if try > 0 {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(a.Pause):
			}
		}
		if token, err = a.ask(ctx, signature); err == nil || ctx.Err() != nil {
			return token, err
		}
	}
	return nil, err
}

func (a *Authority) ask(ctx context.Context, signature []byte) ([]byte, error) {
	imprint := sha256.Sum256(signature)
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return nil, err
	}
	query, err := timestampQuery(imprint[:], nonce)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL, bytes.NewReader(query))
	if err != nil {
		return nil, fmt.Errorf("%w: the address cannot be used", ErrTimestamp)
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	client := a.Client
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: the authority was not reached", ErrTimestamp) // the error would quote its address, which may hold a password
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: the authority answered %d", ErrTimestamp, resp.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxToken+1024))
	if err != nil {
		return nil, fmt.Errorf("%w: its answer broke off", ErrTimestamp)
	}
	token, err := timestampAnswer(body)
	if err != nil {
		return nil, err
	}
	// A token that does not hold, or of another question, is worth nothing later.
	info, err := readToken(token)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrTimestamp, err)
	case info.nonce == nil || info.nonce.Cmp(nonce) != 0, !info.covers(signature):
		return nil, fmt.Errorf("%w: it answers another question", ErrTimestamp)
	case len(token) > maxToken:
		return nil, fmt.Errorf("%w: the token has %d bytes, %d are taken", ErrTimestamp, len(token), maxToken)
	}
	return token, nil
}

// timestampQuery is TimeStampReq of RFC 3161, 2.4.1, with the certificate asked for.
func timestampQuery(imprint []byte, nonce *big.Int) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1ObjectIdentifier(oidSHA256)
				b.AddASN1NULL()
			})
			b.AddASN1OctetString(imprint)
		})
		b.AddASN1BigInt(nonce)
		b.AddASN1Boolean(true)
	})
	return b.Bytes()
}

// timestampAnswer takes the token out of TimeStampResp of RFC 3161, 2.4.2.
func timestampAnswer(body []byte) ([]byte, error) {
	in := cryptobyte.String(body)
	var resp, status, token cryptobyte.String
	var code int64
	if !in.ReadASN1(&resp, der.SEQUENCE) || !in.Empty() || !resp.ReadASN1(&status, der.SEQUENCE) || !status.ReadASN1Integer(&code) {
		return nil, fmt.Errorf("%w: the answer is no RFC 3161 response", ErrTimestamp)
	}
	if code != 0 && code != 1 { // granted, granted with modifications
		return nil, fmt.Errorf("%w: the authority refused with status %d", ErrTimestamp, code)
	}
	if !resp.ReadASN1Element(&token, der.SEQUENCE) || !resp.Empty() {
		return nil, fmt.Errorf("%w: the answer holds no token", ErrTimestamp)
	}
	return token, nil
}

var oidTSTInfo = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
