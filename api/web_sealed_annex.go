package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/rogatory/rogatory/internal/desk"
	"github.com/rogatory/rogatory/internal/mla"
)

// sealedAnnex makes the annex of identities for whoever may read them, in the
// language asked for. It is kept nowhere: the log holds who had it made, and its
// digest. A POST, so that no prefetch and no history makes one.
func (s *web) sealedAnnex(c echo.Context) error {
	ctx, a := c.Request().Context(), who(c)
	req, err := s.cfg.Desk.Request(ctx, a, c.Param("ref"))
	if err != nil {
		return err
	}
	lang := c.FormValue("lang")
	if !slices.Contains(annexLanguages(req), lang) {
		return mla.Refuse(mla.CodeUnknownValue, "lang", "value", lang)
	}
	rows, err := s.cfg.Desk.Sealed(ctx, a, req.ID)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return mla.Refuse(mla.CodeNotFound, "sealed")
	}
	names, err := s.namesIn(ctx, a, req, lang)
	if err != nil {
		return err
	}
	pdf, err := s.cfg.Letters.SealedAnnex(ctx, LetterInput{
		Draft: req.Draft.Body, Profile: req.Profile, Reference: req.Reference, DraftSHA256: req.Draft.SHA256, Lang: lang, Names: names, At: s.cfg.Now(),
	}, rows)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(pdf)
	if err := s.cfg.Desk.SealedAnnexMade(ctx, a, req.ID, labelsOf(rows), hex.EncodeToString(sum[:])); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+req.Reference+`-sealed_annex-`+lang+`.pdf"`)
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, mimePDF, pdf)
}

// annexLanguages are French and that of the authority abroad.
func annexLanguages(req desk.Request) []string {
	out := []string{"fr"}
	if abroad := req.Profile.Reads(mla.Hop{Side: mla.Abroad}); abroad != "fr" {
		out = append(out, abroad)
	}
	return out
}

func labelsOf(rows []desk.Sealed) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.Label
	}
	return out
}
