package seal

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// xrefOf is the end of a file whose table begins at an offset.
func xrefOf(at int, offsets []int, extra string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, extra, at)
	return b.String()
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	leaf, root := organisationOf(t, ecKey(t))
	stranger, strangerRoot := organisationOf(t, ecKey(t))
	src, pdf := paper(t), apply(t, leaf, Options{})
	trusted := pool(root)
	countersigned := countersign(t, pdf, stranger)
	cases := map[string]struct {
		pdf     []byte
		trusted *x509.CertPool
		want    Verdict
	}{
		"as it was sealed":                         {pdf, trusted, Intact},
		"trusted by its own certificate":           {pdf, pool(leaf), Intact},
		"by an authority that is not trusted":      {pdf, pool(strangerRoot), UnknownSigner},
		"nobody is trusted":                        {pdf, nil, UnknownSigner},
		"a letter of the text changed":             {flip(pdf, len(src)/2, 1), trusted, Altered},
		"a byte of the signature changed":          {flip(pdf, bytes.Index(pdf, []byte("/Contents<"))+40, 1), trusted, Altered},
		"a byte of the room behind the signature":  {flip(pdf, bytes.LastIndex(pdf, []byte("00>>")), 1), trusted, Altered},
		"the sign of the byte range is gone":       {bytes.Replace(pdf, markRange, []byte("/ByteRanga"), 1), trusted, Altered},
		"one byte more":                            {append(bytes.Clone(pdf), '\n'), trusted, Extended},
		"a page added after the seal":              {append(bytes.Clone(pdf), "9 0 obj\n<</Type/Page>>\nendobj\nstartxref\n0\n%%EOF\n"...), trusted, Extended},
		"a stranger's signature after the seal":    {countersigned, trusted, Extended},
		"the same, of one who trusts the stranger": {countersigned, pool(strangerRoot), Intact},
		"the last byte is missing":                 {pdf[:len(pdf)-1], trusted, Truncated},
		"cut within the signature":                 {pdf[:bytes.Index(pdf, []byte("/Contents<"))+500], trusted, Truncated},
		"cut before the seal":                      {src[:len(src)/2], trusted, Truncated},
		"the approved file, before it was sealed":  {src, trusted, NotSealed},
		"a text":                                     {[]byte("Bonjour"), trusted, NotPDF},
		"nothing at all":                             {nil, trusted, NotPDF},
		"a signature of another make":                {[]byte("%PDF-1.7\n/ByteRange [0 30 40 10]<0102>\n%%EOF"), trusted, OtherSignature},
		"a byte range that promises the moon":        {[]byte("%PDF-1.7\n/ByteRange [0 999999999999 999999999999 999999999999]\n%%EOF"), trusted, OtherSignature},
		"our name, and nothing behind it":            {[]byte("%PDF-1.7\n" + maker + "\n%%EOF"), trusted, Altered},
		"saved again by another program":             {resaved(pdf), trusted, Altered},
		"more byte ranges than any file of ours has": {append(bytes.Repeat([]byte("/ByteRange[0 1 2 3]"), 40), pdf...), trusted, Altered},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rep := inspect(t, c.pdf, c.trusted)
			if rep.Verdict != c.want {
				t.Errorf("%s, want %s", rep.Verdict, c.want)
			}
			if proven := c.want == Intact || c.want == Extended; rep.Proven() != proven {
				t.Errorf("%s: the signer proven is %v", rep.Verdict, rep.Proven())
			}
		})
	}
}

// resaved is a sealed file as a program writes it that opened and saved it: the
// objects stand elsewhere, the names have spaces between them, and the byte range
// is as it was.
func resaved(pdf []byte) []byte {
	out := bytes.Replace(pdf, []byte("%PDF-1."), []byte("%PDF-1.7\n%QDF\n%PDF-1."), 1)
	out = bytes.ReplaceAll(out, []byte("/ByteRange["), []byte("/ByteRange [ "))
	return bytes.ReplaceAll(out, []byte("/Prop_Build<<"+maker+">>"), []byte("/Prop_Build << /App <<\n      /Name /Rogatory >> >>"))
}

// countersign is what a stranger signs after us, over everything.
func countersign(t *testing.T, pdf []byte, by *issued) []byte {
	t.Helper()
	p := prepared{file: append(bytes.Clone(pdf), "90 0 obj\n<</Type/Sig"...)}
	at := len(p.file)
	p.file = append(p.file, fmt.Sprintf(rangeFormat, 0, 0, 0)+"/Contents"...)
	p.from = len(p.file)
	p.file = append(p.file, "<"+strings.Repeat("0", 8192)+">"...)
	p.to = len(p.file)
	p.file = append(p.file, ">>\nendobj\n%%EOF\n"...)
	copy(p.file[at:], fmt.Sprintf(rangeFormat, p.from, p.to, len(p.file)-p.to))
	e := envelope{chain: by.identity().Chain}
	e.attrs, _ = signedAttributes(p.digest(), e.chain)
	e.signature, _ = sign(by.key, e.attrs)
	raw, err := e.marshal()
	if err != nil || p.fill(raw) != nil {
		t.Fatal(err)
	}
	return p.file
}

func flip(pdf []byte, at int, bit byte) []byte {
	out := bytes.Clone(pdf)
	out[at] ^= bit
	return out
}

func TestTheVerdictKnowsTheTime(t *testing.T) {
	t.Parallel()
	leaf, root := organisationOf(t, ecKey(t))
	plain := apply(t, leaf, Options{})
	tsaRoot := issue(t, nil, ecKey(t), authority("Racine de l’horodatage"))
	a := newTSA(t, tsaRoot)
	stamped := apply(t, leaf, Options{Authority: &Authority{URL: a.url}})
	_, elsewhere := organisationOf(t, ecKey(t))
	years := noon.AddDate(3, 0, 0) // the organisation's certificate holds for one more
	late := issue(t, root, ecKey(t), func(c *x509.Certificate) { c.NotBefore = noon.AddDate(0, 1, 0) })
	early := func() []byte { // a seal that its certificate could not make
		p, err := prepare(paper(t), words{}, noon, 4096)
		if err != nil {
			t.Fatal(err)
		}
		e := envelope{chain: late.identity().Chain}
		e.attrs, _ = signedAttributes(p.digest(), e.chain)
		e.signature, _ = sign(late.key, e.attrs)
		raw, err := e.marshal()
		if err != nil {
			t.Fatal(err)
		}
		_ = p.fill(raw)
		return p.file
	}()
	stranger, _ := organisationOf(t, ecKey(t))
	stamps := pool(tsaRoot)
	for name, c := range map[string]struct {
		pdf             []byte
		trusted, stamps *x509.CertPool
		now             time.Time
		want            Verdict
	}{
		"a year before it expires":                                {plain, pool(root), nil, noon, Intact},
		"expired, and nothing proves the seal to be older":        {plain, pool(root), stamps, years, Expired},
		"expired since, and a trusted authority attests the time": {stamped, pool(root), stamps, years, Intact},
		"expired since, and an authority that nobody here trusts": {stamped, pool(root), pool(root), years, Expired},
		"made before its certificate began":                       {early, pool(root), nil, noon.AddDate(0, 2, 0), OutOfTime},
		"expired, and by somebody unknown":                        {plain, pool(elsewhere), nil, years, UnknownSigner},
		"below the authority that is trusted for its time stamps": {stamped, pool(stranger), pool(root, tsaRoot), noon, UnknownSigner},
	} {
		now := c.now
		rep := judge(t, c.pdf, Inspector{Trusted: c.trusted, Stamps: c.stamps, Now: func() time.Time { return now }})
		if rep.Verdict != c.want {
			t.Errorf("%s: %s, want %s (%+v)", name, rep.Verdict, c.want, rep.Stamp)
		}
	}
	rep := judge(t, stamped, Inspector{Trusted: pool(root), Stamps: stamps, Now: func() time.Time { return noon }})
	if rep.Stamp == nil || !rep.Stamp.Trusted || !rep.Stamp.At.Equal(a.at) || rep.Stamp.By != "Horodatage d’essai" {
		t.Errorf("%+v", rep.Stamp)
	}
}

// TestNoByteOfASealedFileIsFree changes every byte of the sealing revision, and
// bytes drawn at random everywhere else: each change is seen.
func TestNoByteOfASealedFileIsFree(t *testing.T) {
	t.Parallel()
	leaf, root := organisationOf(t, ecKey(t))
	a := newTSA(t, root)
	src := paper(t)
	for name, pdf := range map[string][]byte{
		"without a time stamp": apply(t, leaf, Options{}), "with a time stamp": apply(t, leaf, Options{Authority: &Authority{URL: a.url}}),
	} {
		trusted := pool(root)
		seen := func(at int, bit byte) {
			if rep := inspect(t, flip(pdf, at, bit), trusted); rep.Verdict == Intact {
				t.Errorf("%s: byte %d of %d (revision from %d) changed by %#x, and the file is called intact", name, at, len(pdf), len(src), bit)
			}
		}
		step := 1
		if name == "with a time stamp" {
			step = 3 // a token takes longer to check
		}
		for at := len(src); at < len(pdf); at += step {
			// Of the zeros that fill the place of the signature, one in 64 will do.
			if at%64 == 0 || !bytes.Equal(pdf[at:min(at+8, len(pdf))], bytes.Repeat([]byte{'0'}, min(8, len(pdf)-at))) {
				seen(at, []byte{0x01, 0x20}[at%2]) // another digit, the case of a letter
			}
		}
		if t.Failed() {
			return
		}
		rapid.Check(t, func(r *rapid.T) {
			seen(rapid.IntRange(0, len(pdf)-1).Draw(r, "at"), byte(1)<<rapid.IntRange(0, 7).Draw(r, "bit"))
		})
	}
}

// zeros is a file of any size that takes no room, with something at its start.
type zeros struct {
	head []byte
	size int64
}

func (z zeros) ReadAt(p []byte, at int64) (int, error) {
	clear(p)
	if at < int64(len(z.head)) {
		copy(p, z.head[at:])
	}
	return len(p), nil
}

// Not in parallel: it counts what the process allocates.
func TestAGigabyteTakesTimeAndNoMemory(t *testing.T) {
	leaf, root := organisationOf(t, ecKey(t))
	pdf := apply(t, leaf, Options{})
	in := Inspector{Trusted: pool(root), Now: func() time.Time { return noon }}
	z := zeros{head: pdf, size: 1 << 30}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	rep, err := in.Inspect(t.Context(), z, z.size)
	runtime.ReadMemStats(&after)
	if err != nil || rep.Verdict != Extended || rep.Size != z.size || rep.SealedSize != int64(len(pdf)) {
		t.Errorf("%+v, %v", rep, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("%d MB allocated", used>>20)
	}
}

func TestReadingStopsWhenItIsToldToAndWhenTheDiskFails(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in := Inspector{Now: func() time.Time { return noon }}
	if _, err := in.Inspect(ctx, zeros{size: 1 << 40}, 1<<40); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	// A file that shrinks while it is read.
	if _, err := in.Inspect(t.Context(), bytes.NewReader(make([]byte, 100)), 4<<20); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v", err)
	}
}

// FuzzInspect holds the reader against anything: it has a verdict, and intact is
// only what was sealed, byte for byte.
func FuzzInspect(f *testing.F) {
	leaf, root := organisationOf(f, ecKey(f))
	pdf := apply(f, leaf, Options{})
	trusted := pool(root)
	at := bytes.Index(pdf, markRange)
	for _, seed := range [][]byte{pdf, pdf[:len(pdf)-9], pdf[at:], append(bytes.Clone(pdf), pdf...), []byte("%PDF-1.7\n/ByteRange[0 1 5 1]<00>"), nil} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		in := Inspector{Trusted: trusted, Now: func() time.Time { return noon }}
		rep, err := in.Inspect(ctx, bytes.NewReader(data), int64(len(data)))
		if err != nil || !slices.Contains(Verdicts, rep.Verdict) {
			t.Fatalf("%+v, %v", rep, err)
		}
		if rep.Verdict == Intact && !bytes.Equal(data, pdf) {
			t.Fatal("intact, and not what was sealed")
		}
	})
}

// FuzzCMS holds the reader of signatures and tokens against anything.
func FuzzCMS(f *testing.F) {
	leaf, root := organisationOf(f, ecKey(f))
	// No server beside it: what its goroutines do would look like new coverage.
	a := issueTSA(f, root, ecKey(f))
	pdf := apply(f, leaf, Options{Authority: &Authority{URL: "http://tsa.example", Client: &http.Client{Transport: a}}})
	c, _, err := readCandidate(bytes.NewReader(pdf), int64(len(pdf)), int64(bytes.Index(pdf, markRange)))
	if err != nil {
		f.Fatal(err)
	}
	sd, err := parseSignedData(c.contents)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(c.contents)
	f.Add(sd.token)
	f.Fuzz(func(t *testing.T, data []byte) {
		if sd, err := parseSignedData(data); err == nil {
			_ = sd.ours(data, nil)
			_ = sd.verify(func(crypto.Hash) []byte { return nil })
		}
		_, _ = readToken(data)
		_, _ = timestampAnswer(data)
	})
}

// TestAKeyOfAMillionBitsTakesNoTime brings a certificate whose key would keep its
// reader busy for minutes.
func TestAKeyOfAMillionBitsTakesNoTime(t *testing.T) {
	t.Parallel()
	leaf, _ := organisationOf(t, rsaKey())
	huge := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), 1<<20, 1), E: 65537}
	template := &x509.Certificate{SerialNumber: big.NewInt(7), Subject: leaf.cert.Subject}
	ca := issue(t, nil, ecKey(t), authority("Racine"))
	raw, err := x509.CreateCertificate(rand.Reader, template, ca.cert, huge, ca.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	out, err := envelope{chain: []*x509.Certificate{cert}, attrs: []byte{0x30, 0}, signature: make([]byte, 1<<17)}.marshal()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parseSignedData(out); !errors.Is(err, errCMS) {
		t.Errorf("%v", err)
	}
}
