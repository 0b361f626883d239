package simulator

import "time"

// Presets are the faults that the page offers, by name.
func Presets() []Fault {
	return []Fault{
		{Name: "too_many", Effect: TooMany, Method: "send*", RetryAfter: 3, Rate: 0.3},
		{Name: "forbidden", Effect: Forbid, Method: "send*"},
		{Name: "bad_request", Effect: BadRequest, Method: "edit*"},
		{Name: "server_error", Effect: ServerError, Rate: 0.3},
		{Name: "bad_gateway", Effect: BadGateway, Rate: 0.3},
		{Name: "hang", Effect: Hang, Method: "send*", Rate: 0.3},
		{Name: "cut_before", Effect: CutBefore, Rate: 0.3},
		{Name: "cut_after", Effect: CutAfter, Method: "send*", Rate: 0.3},
		{Name: "slow", Effect: Slow, Delay: 2 * time.Second},
		{Name: "twice", Effect: Twice},
		{Name: "cut_request", Effect: CutRequest, Rate: 0.3},
		{Name: "cut_answer", Effect: CutAnswer, Rate: 0.3},
		{Name: "overtake", Effect: Overtake, Method: "message", Delay: 8 * time.Second},
		{Name: "poison", Effect: Poison, Rate: 0.3},
	}
}

// Preset finds one by name.
func Preset(name string) (Fault, bool) {
	for _, f := range Presets() {
		if f.Name == name {
			return f, true
		}
	}
	return Fault{}, false
}
