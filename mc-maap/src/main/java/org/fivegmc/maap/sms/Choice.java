package org.fivegmc.maap.sms;

/// A suggested reply that an SMS can stand for.
///
/// @param number in front of it in the SMS; 0 when the user has seen none
/// @param response what a tap on it would send, JSON of the type of responses
record Choice(int number, String label, String response) {}
