package activities

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/rogatory/rogatory/internal/mla"
)

// KindSealed files the approved document with the organisation's seal.
const KindSealed = "sealed_request"

// Sealer puts the organisation's seal on a PDF and tells what a sealed one lacks.
type Sealer interface {
	// Seal returns the file with its seal; its beginning is the file as it was. Errors
	// are *mla.Error for what another attempt cannot mend, *SealDelay for what it may.
	Seal(ctx context.Context, pdf []byte) ([]byte, error)
	// Lacks is mla.SealNoTimestamp for a file without the time stamp that is asked for
	// today, else empty.
	Lacks(ctx context.Context, sealed []byte) string
}

// SealDelay is a seal that cannot be made now. Code says why; Soon is false where
// only an operator can mend it.
type SealDelay struct {
	Code string
	Soon bool
}

func (e *SealDelay) Error() string { return "seal not made: " + e.Code }

// SealRequest seals the approved file and files the result under the effect's key:
// whatever attempts there are, one file is filed and all of them answer it. Where
// no seal is configured it ends without a file and says so.
func (a *Activities) SealRequest(ctx context.Context, in EffectInput) (EffectEnd, error) {
	return a.one(ctx, in, func(e mla.Effect) (EffectEnd, error) {
		end := EffectEnd{Outcome: "done"}
		place := Place{Kind: KindSealed, Key: e.Key}
		filed, err := a.Documents.Filed(ctx, in.RequestID, []Place{place})
		switch {
		case err != nil:
			return end, err
		case filed[0].IsZero() && a.Sealer == nil:
			end.Code = mla.SealNotConfigured
			return end, nil
		case filed[0].IsZero():
			if filed, err = a.sealAndFile(ctx, in.RequestID, e, place); err != nil {
				return delayed(err)
			}
		}
		end.Docs = filed
		if a.Sealer == nil {
			return end, nil // filed by a worker that had a seal; nothing of it is asked for here
		}
		sealed, err := a.read(ctx, filed[0].SHA256)
		if err != nil {
			return end, err
		}
		end.Code = a.Sealer.Lacks(ctx, sealed)
		return end, nil
	})
}

// delayed ends the attempt for now: the request's own, longer pauses follow. What
// only an operator can mend becomes a person's duty at once.
func delayed(err error) (EffectEnd, error) {
	var delay *SealDelay
	if errors.As(err, &delay) {
		return EffectEnd{Outcome: string(mla.EffectFailed), Code: delay.Code, Final: !delay.Soon}, nil
	}
	return EffectEnd{}, err
}

func (a *Activities) sealAndFile(ctx context.Context, requestID string, e mla.Effect, place Place) ([]mla.DocRef, error) {
	snap, err := a.Snapshots.Snapshot(ctx, requestID)
	if err != nil {
		return nil, err
	}
	approved, err := a.read(ctx, e.Doc.SHA256)
	if err != nil {
		return nil, err
	}
	sealed, err := a.Sealer.Seal(ctx, approved)
	if err != nil {
		return nil, err
	}
	ref, err := a.Files.Put(ctx, bytes.NewReader(sealed), "application/pdf", maxLetter)
	if err != nil {
		return nil, err
	}
	return a.Documents.AddDocuments(ctx, []NewDocument{{
		RequestID: requestID, Kind: place.Kind, Key: place.Key, Doc: ref, Lang: "fr", By: mla.Automaton.ID, At: a.Now(),
		Name: fmt.Sprintf("%s-request-sealed.pdf", snap.State.Reference),
	}})
}

// read reads a stored document whole; the store itself checks its digest.
func (a *Activities) read(ctx context.Context, sha256 string) ([]byte, error) {
	r, err := a.Files.Get(ctx, sha256)
	if err != nil {
		return nil, fmt.Errorf("read the file to seal: %w", err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, maxLetter+1))
	if err == nil && len(b) > maxLetter {
		err = mla.Refuse(mla.CodeTooLong, "seal")
	}
	return b, err
}
