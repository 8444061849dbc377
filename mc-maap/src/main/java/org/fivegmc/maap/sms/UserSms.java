package org.fivegmc.maap.sms;

import org.fivegmc.core.message.Msisdn;

/// What a user has written by SMS.
///
/// @param gateway which has brought it
/// @param code the digits it was sent to
/// @param parts how many short messages it was
/// @param id the same when it comes again, and another one for every other message of this gateway;
///   empty where nothing tells
/// @param lostAtMs when the gateway lost a link last, or began, in milliseconds since the epoch:
///   what came before may come again
/// @param boundAtMs when a link was bound last, likewise
public record UserSms(
        String gateway,
        Msisdn user,
        String code,
        String text,
        int parts,
        String id,
        long lostAtMs,
        long boundAtMs) {}
