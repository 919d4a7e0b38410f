package main

import "sort"

// median is the middle value, or the mean of the middle two. There is at least
// one.
func median(values []float64) float64 {
	sorted := append([]float64(nil), values...)
	sort.Float64s(sorted)
	count := len(sorted)
	return (sorted[(count-1)/2] + sorted[count/2]) / 2
}

// minimum is the least value. There is at least one.
func minimum(values []float64) float64 {
	least := values[0]
	for _, value := range values {
		if value < least {
			least = value
		}
	}
	return least
}
