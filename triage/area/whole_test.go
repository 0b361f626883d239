package area

import (
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkWhole writes every commune of the country, today's and former, in
// every form and with every mistake, and reports the parts in a hundred that
// are right at once, asked back, and wrong, and the processor's time each took:
//
//	go test ./triage/area -run '^$' -bench Whole -benchtime 1x
//
// It fails on a wrong answer that testdata/wrong.tsv does not list.
func BenchmarkWhole(b *testing.B) {
	g := load(b)
	today, former, _ := units(g)
	known := knownMistakes(b)
	groups := []struct {
		name  string
		units []unit
	}{{"today", today}, {"former", former}}
	for _, f := range forms {
		fits := f.fitting(today, former)
		for _, group := range groups {
			if f.write(group.units[len(group.units)-1]) == "" && f.write(group.units[0]) == "" {
				continue // nobody writes these so
			}
			b.Run(group.name+"/"+strings.ReplaceAll(f.name, " ", "_"), func(b *testing.B) {
				for b.Loop() {
					before := processorTime(b)
					n, bad := try(g, f, group.units, fits, 1)
					n.report(b, processorTime(b)-before)
					for _, m := range bad {
						if known[m] == "" && !f.loose() {
							b.Errorf("%s\t%s\t%s\t%s", m.form, m.text, m.want, m.got)
						}
					}
				}
			})
		}
	}
	fits := forms[0].fitting(today, former)
	for _, group := range groups {
		for name, accents := range map[string]bool{"mistyped": true, "mistyped,_no_accents": false} {
			b.Run(group.name+"/"+name, func(b *testing.B) {
				for b.Loop() {
					before := processorTime(b)
					each, all := mistype(g, group.units, fits, accents, 1)
					all.report(b, processorTime(b)-before)
					for what, n := range each {
						b.ReportMetric(n.percent(right), strings.ReplaceAll(what, " ", "_")+"%")
					}
				}
			})
		}
	}
}

func (n tally) report(b *testing.B, took time.Duration) {
	b.ReportMetric(n.percent(right), "right%")
	b.ReportMetric(n.percent(asked)+n.percent(crowded), "asked%")
	b.ReportMetric(n.percent(wrong), "wrong%")
	b.ReportMetric(float64(took.Microseconds())/float64(max(n.of(), 1)), "µs-each")
	b.ReportMetric(0, "ns/op")
}

// processorTime is what the process has used, which other work on the machine does not stretch.
func processorTime(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestHeap holds what a loaded gazetteer keeps in memory to 30 MB.
func TestHeap(t *testing.T) {
	if mb := heap(t); mb > 30 {
		t.Errorf("the gazetteer keeps %.1f MB", mb)
	}
}

func heap(t testing.TB) float64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	g, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(g)
	return float64(int64(after.HeapAlloc)-int64(before.HeapAlloc)) / (1 << 20)
}

func BenchmarkLoad(b *testing.B) {
	kept, before := heap(b), processorTime(b)
	for b.Loop() {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(kept, "MB-kept")
	b.ReportMetric(float64((processorTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
}
