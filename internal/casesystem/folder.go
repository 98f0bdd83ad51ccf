package casesystem

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Folder delivers into a folder that the case system reads: one BagIt 1.0 bag (RFC 8493) per delivery,
// which appears whole under its final name or not at all.
//
// With RequireAck the receiver acknowledges by a file "<bag>.ack" beside the bag: either JSON
// {"receipt":"…","digest":"…","refused":false}, digest and refused being optional, or text whose first line is
// the receipt. It may then take the bag away; the .ack must stay. Without RequireAck the bag's
// verification after it was written is all the acknowledgement there is, and the receipt says so.
type Folder struct {
	Dir        string
	RequireAck bool
	Now        func() time.Time
}

// Deliver writes the bag, or recognises the one already there, and asks for the acknowledgement.
//
// Errors: ErrRefused (malformed delivery, or the receiver's .ack says refused), ErrConflict,
// ErrAwaitingAck, ErrBag (the bag there fails verification: whoever damaged it must be found, so
// it is not overwritten), those of open, and those of the disk.
func (f Folder) Deliver(ctx context.Context, d Delivery, open Opener) (Receipt, error) {
	if err := d.check(); err != nil {
		return Receipt{}, err
	}
	name := BagName(d.ID)
	bag := filepath.Join(f.Dir, name)
	ack, acked, err := readAck(bag + ".ack")
	if err != nil {
		return Receipt{}, err
	}
	if ack.Digest != "" && ack.Digest != d.Digest() {
		return Receipt{}, ErrConflict
	}
	if ack.Refused {
		return Receipt{}, fmt.Errorf("%w: by the receiver's acknowledgement", ErrRefused)
	}
	existed, err := f.ensureBag(ctx, bag, d, open, acked && f.RequireAck, ack.Digest != "")
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{At: f.Now().UTC(), Digest: d.Digest(), Duplicate: existed}
	switch {
	case acked && f.RequireAck:
		// The bag was there before because we wrote it ourselves while waiting for this answer.
		r.ReceiverID, r.Duplicate = ack.Receipt, ack.Duplicate
	case f.RequireAck:
		return Receipt{}, fmt.Errorf("%w: %s.ack", ErrAwaitingAck, name)
	default:
		r.ReceiverID, r.SelfVerified = "self-verified:"+name, true
	}
	return r, nil
}

// ensureBag leaves a verified bag of this very content behind, and tells whether it was there already. Once
// acknowledged the bag is the receiver's: it may be half unpacked, or gone if the acknowledgement named our
// digest. One that names none may be a leftover, so a missing bag is then written again.
func (f Folder) ensureBag(ctx context.Context, bag string, d Delivery, open Opener, acked, named bool) (existed bool, err error) {
	_, err = os.Lstat(bag)
	switch {
	case err == nil:
		err := sameBag(bag, d)
		if acked && errors.Is(err, ErrBag) {
			err = nil
		}
		return true, err
	case !errors.Is(err, fs.ErrNotExist):
		return false, fmt.Errorf("casesystem: folder: %w", err)
	case acked && named:
		return true, nil
	}
	if err := removeLeftovers(f.Dir, filepath.Base(bag)); err != nil {
		return false, err
	}
	temp, err := os.MkdirTemp(f.Dir, ".tmp-"+filepath.Base(bag)+"-")
	if err != nil {
		return false, fmt.Errorf("casesystem: folder: %w", err)
	}
	defer os.RemoveAll(temp) // in vain once renamed
	if err := writeBag(ctx, temp, d, open, f.Now()); err != nil {
		return false, err
	}
	if err := VerifyBag(temp); err != nil {
		return false, err
	}
	if err := os.Chmod(temp, 0o750); err != nil { // MkdirTemp's 0700 would lock a receiver of the same group out
		return false, fmt.Errorf("casesystem: folder: %w", err)
	}
	if err := os.Rename(temp, bag); err != nil {
		if sameBag(bag, d) == nil {
			return true, nil // another attempt was quicker
		}
		return false, fmt.Errorf("casesystem: folder: %w", err)
	}
	return false, syncDir(f.Dir)
}

// sameBag verifies the bag that is there and compares its content with the delivery's.
func sameBag(bag string, d Delivery) error {
	if err := VerifyBag(bag); err != nil {
		return err
	}
	b, err := os.ReadFile(filepath.Join(bag, manifestFile))
	if err != nil {
		return fmt.Errorf("%w: no delivery manifest", ErrBag)
	}
	var there bagManifest
	if err := json.Unmarshal(b, &there); err != nil {
		return fmt.Errorf("%w: delivery manifest is not JSON", ErrBag)
	}
	if there.Digest != d.Digest() || there.Delivery.Digest() != d.Digest() {
		return ErrConflict
	}
	return nil
}

// removeLeftovers clears what a killed attempt at the same delivery left behind.
func removeLeftovers(dir, bag string) error {
	old, err := filepath.Glob(filepath.Join(dir, ".tmp-"+bag+"-*")) // a bag's name has no pattern signs
	if err != nil {
		return fmt.Errorf("casesystem: folder: %w", err)
	}
	for _, path := range old {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("casesystem: folder: %w", err)
		}
	}
	return nil
}
