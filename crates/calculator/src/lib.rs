//! The calculator: the model on the command line.
