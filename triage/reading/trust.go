package reading

import "math"

// trust turns how sure the model feels into how often it is right: a logistic
// curve over the features below, fitted to petitions that it had not learnt.
type trust [4]float32

// doubt is what the confidence is made of.
type doubt struct {
	kind  float64 // probability of the kind
	way   float64 // probability of all that leads to the disposition
	known float64 // how many features of the text the model knows, 0…1
}

func (d doubt) features() [len(trust{})]float64 {
	return [...]float64{1, logit(d.kind), logit(d.way), d.known}
}

func logit(p float64) float64 {
	p = min(max(p, 0.001), 0.999)
	return math.Log(p / (1 - p))
}

// confidence is 0…1.
func (t trust) confidence(d doubt) float64 {
	z := 0.0
	for i, x := range d.features() {
		z += float64(t[i]) * x
	}
	return 1 / (1 + math.Exp(-z))
}

// verdict is a doubt and whether the reading was right.
type verdict struct {
	doubt doubt
	right bool
}

// fit finds the curve by gradient descent; few numbers, so plain steps do.
func fit(verdicts []verdict) trust {
	w := [len(trust{})]float64{0, 0.5, 0.5, 0}
	for range 4000 {
		var grad [len(trust{})]float64
		for _, v := range verdicts {
			x := v.doubt.features()
			z := 0.0
			for i := range x {
				z += w[i] * x[i]
			}
			g := 1 / (1 + math.Exp(-z))
			if v.right {
				g--
			}
			for i := range x {
				grad[i] += g * x[i] / float64(len(verdicts))
			}
		}
		for i := range w {
			w[i] -= 0.3 * (grad[i] + 0.002*w[i])
		}
	}
	var t trust
	for i := range w {
		t[i] = float32(w[i])
	}
	return t
}
