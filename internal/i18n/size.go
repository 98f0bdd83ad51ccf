package i18n

import (
	"fmt"
	"strconv"
	"strings"
)

// Size words a number of bytes for people: whole kilobytes, megabytes with at most
// one digit behind the comma.
func Size(lang string, n int64) string {
	unit := []string{"o", "ko", "Mo"}
	if lang == English {
		unit = []string{"B", "kB", "MB"}
	}
	switch {
	case n >= 1<<20:
		mega := strings.TrimSuffix(strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64), ".0")
		if lang == French {
			mega = strings.Replace(mega, ".", ",", 1)
		}
		return mega + "\u00a0" + unit[2]
	case n >= 1<<10:
		return fmt.Sprintf("%d\u00a0%s", n>>10, unit[1])
	}
	return fmt.Sprintf("%d\u00a0%s", n, unit[0])
}

// sizeOr words a number of bytes, and gives back what is none.
func sizeOr(lang, n string) string {
	if bytes, err := strconv.ParseInt(n, 10, 64); err == nil {
		return Size(lang, bytes)
	}
	return n
}
