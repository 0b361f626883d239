package reading

// slots find rows by their hash, with open addressing. Most of what is asked for
// is not there, and is told so at the first look.
type slots []slot

type slot struct {
	id  uint64
	row int32 // +1; 0: free
}

// slotsOf gives each hash its place in the list as row.
func slotsOf(ids []uint64) slots {
	n := 64
	for n < len(ids)*2+1 {
		n *= 2
	}
	list := make(slots, n)
	mask := uint64(n - 1)
	for row, id := range ids {
		i := id & mask
		for list[i].row != 0 {
			i = (i + 1) & mask
		}
		list[i] = slot{id, int32(row + 1)}
	}
	return list
}

// row is the row of a hash; -1 if there is none.
func (l slots) row(id uint64) int32 {
	mask := uint64(len(l) - 1)
	for i := id & mask; ; i = (i + 1) & mask {
		switch s := l[i]; {
		case s.row == 0:
			return -1
		case s.id == id:
			return s.row - 1
		}
	}
}
