package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"tiepdan/triage"
	"tiepdan/triage/area"
)

// summaryLetters is how much of a story stands in a list.
const summaryLetters = 160

func (s *Store) queueWords(batch *pgx.Batch, code triage.Code, w triage.Words) error {
	sealed, err := s.sealJSON(w, place{"content", "sealed", string(code)})
	if err != nil {
		return err
	}
	batch.Queue(`INSERT INTO content (code, sealed) VALUES ($1, $2)`, code, sealed)
	short, err := s.seal([]byte(firstLetters(w.Story, summaryLetters)), place{"summary", "sealed", string(code)})
	if err != nil || short == nil {
		return err
	}
	batch.Queue(`INSERT INTO summary (code, sealed) VALUES ($1, $2)`, code, short)
	return nil
}

// firstLetters cuts at a space where one is near, and marks the cut.
func firstLetters(story string, n int) string {
	story = strings.Join(strings.Fields(story), " ")
	if utf8.RuneCountInString(story) <= n {
		return story
	}
	cut := string([]rune(story)[:n])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

func (s *Store) queueIdentity(batch *pgx.Batch, code triage.Code, id triage.Identity) error {
	if id == (triage.Identity{}) {
		return nil
	}
	sealed, err := s.sealJSON(id, place{"identity", "sealed", string(code)})
	if err != nil {
		return err
	}
	name := foldName(id.Name)
	batch.Queue(`
		INSERT INTO identity (code, sealed, phone, id_number, name, name_end)
		VALUES ($1, $2, $3, $4, $5, $6)`,
		code, sealed, s.lookup("phone", foldPhone(id.Phone)), s.lookup("id_number", digits(id.IDNumber)),
		s.lookup("name", name), s.lookup("name_end", nameEnd(name)))
	return nil
}

// lookup is a keyed hash, and NULL for nothing.
func (s *Store) lookup(column, normalised string) []byte {
	if normalised == "" {
		return nil
	}
	return s.keys.Lookup("identity."+column, normalised)
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// foldPhone writes a number as people dial it at home: +84 912… is 0912….
func foldPhone(phone string) string {
	d := digits(phone)
	if rest, ok := strings.CutPrefix(d, "84"); ok && len(d) > 10 {
		return "0" + rest
	}
	return d
}

// foldName leaves out case, accents and surplus spaces.
func foldName(name string) string { return strings.Join(strings.Fields(area.Fold(name)), " ") }

// nameEnd is the last two syllables: people are called by them.
func nameEnd(folded string) string {
	syllables := strings.Fields(folded)
	if len(syllables) < 2 {
		return ""
	}
	return strings.Join(syllables[len(syllables)-2:], " ")
}

// Search finds open and closed petitions by who wrote them: a phone number, an ID
// number, a whole name or its last two syllables. Those that are confidential are
// never found in this way, since finding one would tell who wrote it.
func (s *Store) Search(ctx context.Context, who string, limit int) ([]triage.Petition, error) {
	name, number := foldName(who), digits(who)
	var found []triage.Petition
	err := s.read(ctx, func(ctx context.Context) (err error) {
		found, err = queryPetitions(ctx, s.pool, `
			SELECT`+petitionColumns+`
			  FROM petition
			 WHERE NOT confidential AND code IN (
			       SELECT code FROM identity WHERE phone = $1
			        UNION SELECT code FROM identity WHERE id_number = $2
			        UNION SELECT code FROM identity WHERE name = $3
			        UNION SELECT code FROM identity WHERE name_end = $4)
			 ORDER BY filed_at DESC, code
			 LIMIT $5`,
			s.lookup("phone", foldPhone(who)), s.lookup("id_number", number), s.lookup("name", name),
			s.lookup("name_end", name), limit)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("search petitions: %w", err)
	}
	return found, nil
}

// words reads what the citizen wrote, who they are, and the files they sent.
func (s *Store) words(ctx context.Context, q querier, code triage.Code) (triage.Words, triage.Identity, []triage.Attachment, error) {
	var w triage.Words
	var id triage.Identity
	var content, identity []byte
	err := q.QueryRow(ctx, `
		SELECT c.sealed, i.sealed
		  FROM content c LEFT JOIN identity i USING (code)
		 WHERE c.code = $1`, code).Scan(&content, &identity)
	if errors.Is(err, pgx.ErrNoRows) {
		return w, id, nil, triage.ErrNotFound
	}
	if err != nil {
		return w, id, nil, err
	}
	if err := s.openJSON(content, place{"content", "sealed", string(code)}, &w); err != nil {
		return w, id, nil, err
	}
	if err := s.openJSON(identity, place{"identity", "sealed", string(code)}, &id); err != nil {
		return w, id, nil, err
	}
	stored, err := s.attachments(ctx, q, code)
	if err != nil {
		return w, id, nil, err
	}
	var files []triage.Attachment
	for _, f := range stored {
		if f.fromFiler {
			files = append(files, f.Attachment)
		}
	}
	return w, id, files, nil
}
