package postgres

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
	"tiepdan/triage/likeness"
	"tiepdan/triage/triagetest"
)

const drainStory = "Tôi kiến nghị sửa đoạn cống trước cổng trường vì hễ mưa là ngập, học sinh phải lội nước, tổ dân phố đã báo bốn lần từ tháng 3."

// told is a draft with a story of its own.
func told(key string, filer triage.PersonID, story string) triage.Draft {
	d := triagetest.Draft(key, filer)
	d.Words.Story = story
	d.Identity.Phone, d.Identity.IDNumber, d.Identity.Name = "", "", ""
	return d
}

func alike(t testing.TB, s *Store, p triage.Petition) map[triage.Code][]likeness.Reason {
	t.Helper()
	found, err := s.Alike(t.Context(), p.Code, 5)
	must(t, err)
	all := map[triage.Code][]likeness.Reason{}
	for _, a := range found {
		if a.Score < likeness.Alike || a.Petition.Code == p.Code {
			t.Errorf("alike: %+v", a)
		}
		all[a.Petition.Code] = a.Reasons
	}
	return all
}

func TestAlikeFindsPersonAndText(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	first := mustFile(t, desk, told("1", "an", drainStory))
	again := mustFile(t, desk, told("2", "an", "Xin hỏi lại việc cống trước cổng trường bị ngập khi mưa, học sinh phải lội nước, tổ dân phố báo bốn lần rồi mà chưa ai sửa cống."))
	copied := mustFile(t, desk, told("3", "binh", drainStory+" Nhà tôi cũng ở đó."))
	other := mustFile(t, desk, told("4", "an", "Tôi đề nghị cấp lại bản sao quyết định vì bản cũ bị ướt không đọc được."))

	found := alike(t, s, first)
	if len(found) != 2 || !slices.Contains(found[again.Code], likeness.SamePerson) || !slices.Contains(found[copied.Code], likeness.SameText) ||
		slices.Contains(found[copied.Code], likeness.SamePerson) {
		t.Errorf("alike to the first: %v", found)
	}
	if found := alike(t, s, other); len(found) > 0 {
		t.Errorf("another matter of the same person: %v", found)
	}

	// What was filed before there were signatures is signed when it is looked at.
	exec(t, s, `DELETE FROM likeness_key WHERE n = (SELECT n FROM likeness WHERE code = $1)`, first.Code)
	exec(t, s, `DELETE FROM likeness WHERE code = $1`, first.Code)
	for range 2 {
		if found := alike(t, s, first); len(found) != 2 {
			t.Errorf("alike to a petition without signature: %v", found)
		}
	}

	// What an officer has linked is known, and not told again.
	p := mustDo(t, desk, claimOf(first, "c", 1))
	mustDo(t, desk, triage.Act{Key: "l", Codes: []triage.Code{p.Code}, Verb: triage.Link, Into: copied.Code, Actor: triage.Actor{Staff: p.Owner}})
	one, others := alike(t, s, first), alike(t, s, copied)
	if _, told := one[copied.Code]; told || !slices.Contains(one[again.Code], likeness.SamePerson) {
		t.Errorf("after linking, alike to the first: %v", one)
	}
	if _, told := others[first.Code]; told {
		t.Errorf("after linking, alike to the copy: %v", others)
	}
}

// Who denounced is not told by likeness: neither beside an open petition of theirs
// nor by the reasons of a confidential one.
func TestAlikeHidesTheDenouncer(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	secret := func(key string, filer triage.PersonID, story string) triage.Draft {
		d := told(key, filer, story)
		d.Facts.Kind, d.Identity.Phone = triage.Denunciation, "0912000111"
		return d
	}
	open := told("open", "an", drainStory)
	open.Identity.Phone = "0912000111"
	named := mustFile(t, desk, open)
	one := mustFile(t, desk, secret("one", "an", drainStory))
	two := mustFile(t, desk, secret("two", "an", drainStory))
	mustFile(t, desk, secret("three", "an", "Ông trưởng thôn nhận tiền hỗ trợ của bảy hộ mà không phát."))

	if found := alike(t, s, named); len(found) > 0 {
		t.Errorf("beside an open petition: %v", found)
	}
	found := alike(t, s, one)
	if len(found) != 1 || found[two.Code] == nil || slices.Contains(found[two.Code], likeness.SamePerson) {
		t.Errorf("alike to a denunciation: %v", found)
	}
}

func TestAlikeOwnIsOnlyOwnAndOpen(t *testing.T) {
	s := newStore(t)
	desk := newDesk(s)
	d := told("1", "an", drainStory)
	d.Identity.Phone = "0912000111"
	first := mustFile(t, desk, d)
	own := func(filer triage.PersonID) int {
		again := told("2", filer, drainStory)
		again.Identity.Phone = "0912000111"
		found, err := s.AlikeOwn(t.Context(), filer, again, 3)
		must(t, err)
		if len(found) > 0 && found[0].Petition.Code != first.Code {
			t.Errorf("found %v", found)
		}
		return len(found)
	}
	if n := own("an"); n != 1 {
		t.Errorf("%d petitions of one's own", n)
	}
	// What was filed under this very key is the draft itself: sending it again is no
	// second petition, and nothing to ask about.
	if found, err := s.AlikeOwn(t.Context(), "an", d, 3); err != nil || len(found) > 0 {
		t.Errorf("a draft that was filed is like %v, %v", found, err)
	}
	// A number that somebody else types shows them nothing.
	if n := own("binh") + own(""); n != 0 {
		t.Errorf("%d petitions of another's", n)
	}
	mustDo(t, desk, claimOf(first, "c", 1))
	exec(t, s, `UPDATE petition SET status = 'done', outcome = 'guided', done_at = now() WHERE code = $1`, first.Code)
	if n := own("an"); n != 0 {
		t.Errorf("%d petitions that are done", n)
	}
}

// A signature is written with its petition or not at all, and under the keyset.
func TestSignaturesAreOfTheTransactionAndTheKeyset(t *testing.T) {
	one, two := newStore(t), newStore(t)
	var raw [2][]byte
	for i, s := range []*Store{one, two} {
		desk := newDesk(s)
		for range 2 { // the second time it is there already
			p := mustFile(t, desk, told("1", "an", drainStory))
			must(t, s.pool.QueryRow(t.Context(), `SELECT signature FROM likeness WHERE code = $1`, p.Code).Scan(&raw[i]))
		}
		if n, keys := count(t, s, `SELECT count(*) FROM likeness`), count(t, s, `SELECT count(*) FROM likeness_key`); n != 1 || keys < 10 {
			t.Errorf("%d signatures, %d keys", n, keys)
		}
	}
	if len(raw[0]) == 0 || bytes.Equal(raw[0][:200], raw[1][:200]) {
		t.Error("two keysets give one signature")
	}
}

// fillLikeness puts n petitions into the ledger, each with a signature under keys of
// its own, and one in fifty under those of the first: a letter that was passed around.
func fillLikeness(b *testing.B, s *Store, n int) {
	b.Helper()
	conn, err := pgx.Connect(b.Context(), s.pool.Config().ConnString()) // without the pool's time limit
	must(b, err)
	defer conn.Close(context.WithoutCancel(b.Context()))
	for _, sql := range []string{
		strings.ReplaceAll(fillPetitions, "$1", strconv.Itoa(n)),
		`INSERT INTO likeness (code, signature)
		 SELECT code, (SELECT signature FROM likeness LIMIT 1) FROM petition p
		  WHERE NOT EXISTS (SELECT FROM likeness l WHERE l.code = p.code)`,
		`CREATE TEMPORARY TABLE first AS SELECT array_agg(key) AS keys FROM likeness_key`,
		`ALTER TABLE likeness_key DROP CONSTRAINT likeness_key_pkey`, // and built anew below, which is faster
		`INSERT INTO likeness_key (key, n)
		 SELECT CASE WHEN n % 50 = 0 AND band <= cardinality(keys) THEN keys[band] ELSE hashint8extended(n * 32 + band, 7) END, n
		   FROM likeness, generate_series(1, 24) AS band, first
		  WHERE n > 1`,
		`ALTER TABLE likeness_key ADD PRIMARY KEY (key, n)`,
		`VACUUM ANALYZE`,
	} {
		_, err := conn.Exec(b.Context(), sql)
		must(b, err)
	}
}

func BenchmarkAlike(b *testing.B) {
	s, desk := benchDesk(b)
	first := mustFile(b, desk, told("first", "an", drainStory))
	fillLikeness(b, s, petitionsAtScale(b))
	mustFile(b, desk, told("again", "binh", drainStory+" Nhà tôi ở ngay đó."))
	b.Logf("%d signatures, %d keys", count(b, s, `SELECT count(*) FROM likeness`), count(b, s, `SELECT count(*) FROM likeness_key`))
	ctx := b.Context()
	b.Run("Officer", func(b *testing.B) {
		for b.Loop() {
			found, err := s.Alike(ctx, first.Code, 3)
			must(b, err)
			if len(found) == 0 {
				b.Fatal("the copy is not found")
			}
		}
	})
	b.Run("Citizen", func(b *testing.B) {
		d := told("draft", "an", drainStory)
		for b.Loop() {
			found, err := s.AlikeOwn(ctx, "an", d, 3)
			must(b, err)
			if len(found) != 1 {
				b.Fatalf("%d found", len(found))
			}
		}
	})
	b.Run("File", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			mustFile(b, desk, triagetest.Draft(fmt.Sprintf("f%d", i), "citizen"))
		}
	})
}
