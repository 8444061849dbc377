package org.fivegmc.maap.cmcc;

import org.fivegmc.maap.submit.Downlink;

/// The body of a request to send, read and checked.
///
/// @param correlator the chatbot's own name of the request, which the answer repeats; may be empty
record CmccMessage(Downlink downlink, String correlator) {}
