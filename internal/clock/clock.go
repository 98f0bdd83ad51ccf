// Package clock tells the time, at its own pace when a demonstration asks for it.
//
// It is the only package besides cmd that reads the machine's clock. Everything else
// receives a func() time.Time, so that tests choose the hour.
package clock

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"time"
)

// Clock maps the machine's time to the product's:
//
//	virtual = Anchor + (real − Anchor) × Speed
//
// Anchor and Speed are stored with a demonstration database when it is created and travel in
// workflow input, so every process agrees on the hour. A Speed that is not a positive finite
// number counts as 1, and at speed 1 virtual time is real time whatever the anchor: the zero
// Clock is the machine's clock.
type Clock struct {
	Anchor time.Time `json:"anchor"`
	Speed  float64   `json:"speed"`
}

// Now is the virtual time, in UTC and without a monotonic reading, so that two values
// compare the same before and after they were stored.
func (c Clock) Now() time.Time { return c.Virtual(time.Now()) }

// Virtual gives the virtual instant that corresponds to a real one, in UTC,
// rounded to the nanosecond.
func (c Clock) Virtual(real time.Time) time.Time { return c.scaled(real, c.factor()) }

// Real undoes Virtual. It is exact to the nanosecond for a speed of at least 1;
// the other way round, Virtual(Real(v)) is within Speed nanoseconds of v.
func (c Clock) Real(virtual time.Time) time.Time {
	f := c.factor()
	return c.scaled(virtual, f.Quo(number(1), f))
}

// Scale gives the real duration in which the virtual one passes. It is meant for waits between
// attempts, never for the timeout of one call: networks do not speed up with the demonstration.
// A wait longer than zero stays longer than zero, so that no retry becomes a busy loop.
func (c Clock) Scale(virtual time.Duration) time.Duration {
	f := c.factor()
	ns := new(big.Float).Quo(number(float64(virtual)), f)
	out, _ := ns.Int64()
	if out == 0 && virtual > 0 {
		return 1
	}
	return time.Duration(out)
}

// UnmarshalJSON refuses a speed that cannot be meant: a clock that runs backwards
// would meet every deadline before it starts.
func (c *Clock) UnmarshalJSON(b []byte) error {
	type plain Clock
	var p plain
	if err := json.Unmarshal(b, &p); err != nil {
		return fmt.Errorf("clock: %w", err)
	}
	if p.Speed < 0 {
		return fmt.Errorf("clock: speed %g is negative", p.Speed)
	}
	*c = Clock(p)
	return nil
}

func (c Clock) factor() *big.Float {
	if !(c.Speed > 0) || math.IsInf(c.Speed, 1) {
		return number(1)
	}
	return number(c.Speed)
}

// scaled works on seconds and nanoseconds in a wide number: a time.Duration ends after 292 years,
// which a demonstration at speed 100 000 reaches in a day, and float64 loses nanoseconds after months.
func (c Clock) scaled(t time.Time, factor *big.Float) time.Time {
	if factor.Cmp(number(1)) == 0 {
		return t.UTC().Round(0)
	}
	elapsed := new(big.Int).Mul(big.NewInt(t.Unix()-c.Anchor.Unix()), big.NewInt(1e9))
	elapsed.Add(elapsed, big.NewInt(int64(t.Nanosecond()-c.Anchor.Nanosecond())))
	product := new(big.Float).Mul(number(0).SetInt(elapsed), factor)
	half := number(0.5)
	if product.Sign() < 0 {
		half.Neg(half)
	}
	ns, _ := product.Add(product, half).Int(nil)
	sec, rest := new(big.Int).DivMod(ns, big.NewInt(1e9), new(big.Int))
	return time.Unix(c.Anchor.Unix()+sec.Int64(), int64(c.Anchor.Nanosecond())+rest.Int64()).UTC()
}

func number(f float64) *big.Float { return new(big.Float).SetPrec(160).SetFloat64(f) }
