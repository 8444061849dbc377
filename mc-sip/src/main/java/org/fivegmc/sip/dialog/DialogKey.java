package org.fivegmc.sip.dialog;

/// What finds a dialog here: its Call-ID and the tag of ours. The peer's tag is compared then.
record DialogKey(String callId, String localTag) {}
