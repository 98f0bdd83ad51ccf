package store

import (
	"context"

	"github.com/jackc/pgx/v5"
)

func segmentPlace(requestID, source, segment string) string {
	return "request/" + requestID + "/translation/" + source + "/" + segment
}

// readSegments opens the translated parts that were stored under a digest: of the
// certified text, or of the draft where parts were saved whole.
func readSegments(ctx context.Context, tx pgx.Tx, c caseCipher, requestID, source string) (map[string]string, error) {
	rows, err := tx.Query(ctx, `SELECT segment, body FROM translations WHERE request_id = $1 AND source = $2`, requestID, source)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	var segment string
	var body []byte
	_, err = pgx.ForEachRow(rows, []any{&segment, &body}, func() error {
		plain, err := c.open(segmentPlace(requestID, source, segment), body)
		if err == nil && plain != nil {
			out[segment] = string(plain)
		}
		return err
	})
	return out, err
}
