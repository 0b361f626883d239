package reading

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"tiepdan/triage"
)

// The weights are a text: a head that says how they were made, then what goes
// together, then one line a feature. A weight is two signs: which output, and
// how much, in steps of weightStep around the sign '~' − mostSteps.
const (
	weightsHead = "tiepdan reading weights 1"
	weightStep  = 0.05
	mostSteps   = 44
	firstSign   = '!' // of the outputs
	zeroSign    = 'P' // of the steps
)

// rounded is the number of steps that stand for a weight.
func rounded(w float32) int {
	return int(math.Round(math.Max(-mostSteps, math.Min(mostSteps, float64(w)/weightStep))))
}

// write prints the weights.
func (m *model) write(to io.Writer) error {
	w := bufio.NewWriter(to)
	fmt.Fprintln(w, weightsHead)
	for _, line := range m.story {
		fmt.Fprintln(w, "# "+line)
	}
	fmt.Fprintln(w, "outputs", strings.Join(outputNames(), " "))
	fmt.Fprint(w, "bias")
	for _, b := range m.bias[:outputs] {
		fmt.Fprintf(w, " %.3f", b)
	}
	fmt.Fprint(w, "\ntrust")
	for _, t := range m.trust {
		fmt.Fprintf(w, " %.4f", t)
	}
	fmt.Fprintln(w)
	for i, t := range m.trios {
		fmt.Fprintf(w, "trio %s %s %s %.3f\n", kinds[t.kind], fields[t.field], bodies[t.body], m.lean[i])
	}
	fmt.Fprintln(w, "features", len(m.rowName))
	for row, name := range m.rowName {
		fmt.Fprint(w, name, "\t")
		for _, c := range m.cells[m.from[row]:m.from[row+1]] {
			w.WriteByte(firstSign + c.output)
			w.WriteByte(byte(zeroSign + int(c.steps)))
		}
		w.WriteByte('\n')
	}
	return w.Flush()
}

var errWeights = errors.New("these are no weights of this program: make them again with tiepdan train")

// readWeights reads what write printed.
func readWeights(text []byte) (*model, error) {
	m := &model{}
	lines := bytes.Lines(text)
	n := 0
	var ids []uint64
	in := false // among the features
	for raw := range lines {
		line := string(bytes.TrimSuffix(raw, []byte("\n")))
		n++
		word, rest, _ := strings.Cut(line, " ")
		var err error
		switch {
		case n == 1:
			if line != weightsHead {
				return nil, errWeights
			}
		case in:
			err = m.feature(line, &ids)
		case word == "#":
			m.story = append(m.story, rest)
		case word == "outputs":
			if rest != strings.Join(outputNames(), " ") {
				return nil, errWeights
			}
		case word == "bias":
			err = floats(rest, m.bias[:outputs])
		case word == "trust":
			err = floats(rest, m.trust[:])
		case word == "trio":
			err = m.trio(strings.Fields(rest))
		case word == "features":
			in = true
		default:
			err = errWeights
		}
		if err != nil {
			return nil, fmt.Errorf("weights, line %d: %w", n, err)
		}
	}
	if !in || len(m.trios) == 0 {
		return nil, errWeights
	}
	m.from = append(m.from, int32(len(m.cells)))
	m.slots = slotsOf(ids)
	return m, nil
}

func floats(list string, to []float32) error {
	words := strings.Fields(list)
	if len(words) != len(to) {
		return errWeights
	}
	for i, w := range words {
		v, err := strconv.ParseFloat(w, 32)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return errWeights
		}
		to[i] = float32(v)
	}
	return nil
}

func (m *model) trio(words []string) error {
	if len(words) != 4 {
		return errWeights
	}
	t, ok := trioOf(triage.Kind(words[0]), triage.Field(words[1]), triage.Body(words[2]))
	lean, err := strconv.ParseFloat(words[3], 32)
	if !ok || err != nil || math.IsNaN(lean) || math.IsInf(lean, 0) {
		return errWeights
	}
	m.trios, m.lean = append(m.trios, t), append(m.lean, float32(lean))
	return nil
}

func (m *model) feature(line string, ids *[]uint64) error {
	name, cells, ok := strings.Cut(line, "\t")
	id, err := featureID(name)
	if !ok || err != nil || len(cells)%2 != 0 {
		return errWeights
	}
	if slices.Contains((*ids)[max(0, len(*ids)-1):], id) {
		return errWeights
	}
	*ids = append(*ids, id)
	m.from = append(m.from, int32(len(m.cells)))
	for i := 0; i < len(cells); i += 2 {
		output, steps := int(cells[i])-firstSign, int(cells[i+1])-zeroSign
		if output < 0 || output >= outputs || steps < -mostSteps || steps > mostSteps {
			return errWeights
		}
		m.cells = append(m.cells, cell{uint8(output), int8(steps)})
	}
	return nil
}
