// Package triage says what a petition (đơn) is, whose business it is, who may
// move it, by when, and who must be told.
//
// It promises that every decision is a value that names its rule and its law,
// that every move of a petition is one row of one table, and that nothing here
// reads a clock, a disk or a network: time, randomness and storage are given.
// The one verb of storage, Ledger.Change, is defined here, beside the Desk that
// uses it.
package triage
