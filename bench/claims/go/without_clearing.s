// Empty: it allows without_clearing.go to declare a function of the runtime.
