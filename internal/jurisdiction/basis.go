package jurisdiction

import (
	"gopkg.in/yaml.v3"

	"github.com/rogatory/rogatory/internal/mla"
)

// rawBasis names an article or a house rule: {fr: …, en: …}, or one text where
// both languages write it alike, as RA 10175.
type rawBasis struct {
	FR string `yaml:"fr"`
	EN string `yaml:"en"`
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (b *rawBasis) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		b.FR, b.EN = n.Value, n.Value
		return nil
	}
	type plain rawBasis
	return n.Decode((*plain)(b))
}

func (b rawBasis) text() mla.Text { return mla.Text(b) }

// BasisText gives a clock's basis in both languages. Profiles, events and
// letters keep the French one, which is that of the file; a basis that the
// data no longer know is given as it stands.
func (b *Book) BasisText(french string) mla.Text {
	for _, c := range b.clocks {
		if c.Basis.FR == french {
			return c.Basis.text()
		}
	}
	return mla.Text{FR: french, EN: french}
}
