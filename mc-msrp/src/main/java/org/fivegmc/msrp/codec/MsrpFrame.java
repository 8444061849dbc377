package org.fivegmc.msrp.codec;

/// A piece of a message on the wire. A request or response is one [Head], any number of [Body]
/// pieces, one [End].
public sealed interface MsrpFrame extends MsrpRead permits Head, Body, End {}
