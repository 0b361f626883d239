package redis

import "strconv"

// partitions is how many parts the people of one bot are divided into. A part's
// keys share a hash tag and so a node of a cluster. Changing it would lose every
// session.
const partitions = 16

// SessionKey names one person's conversation with one bot, both by their Telegram
// ids. It is an alias, so that a package that declares the same one need not
// import this.
type SessionKey = struct{ Bot, User int64 }

// partition names one part of the people of one bot.
type partition struct {
	bot    int64
	number int
}

// Partitions is the number of partitions, which are counted from 0.
func (s *Store) Partitions() int { return partitions }

func partitionOf(key SessionKey) partition {
	number := int(key.User % partitions)
	if number < 0 {
		number += partitions
	}
	return partition{bot: key.Bot, number: number}
}

// name is the key of one of the partition's things. The hash tag in braces keeps
// all of them in one slot.
func (p partition) name(thing string) string {
	name := make([]byte, 0, 64)
	name = append(name, "tiepdan:{"...)
	name = strconv.AppendInt(name, p.bot, 10)
	name = append(name, ':')
	if p.number < 10 {
		name = append(name, '0')
	}
	name = strconv.AppendInt(name, int64(p.number), 10)
	name = append(name, "}:"...)
	return string(append(name, thing...))
}

func (p partition) session(user int64) string {
	return p.name("session:" + strconv.FormatInt(user, 10))
}
func (p partition) dirty() string { return p.name("dirty") }
func (p partition) epoch() string { return p.name("epoch") }

// sealID is the place a session is sealed for.
func sealID(key SessionKey) string {
	return strconv.FormatInt(key.Bot, 10) + ":" + strconv.FormatInt(key.User, 10)
}
