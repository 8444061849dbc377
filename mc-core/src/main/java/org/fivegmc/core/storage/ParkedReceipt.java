package org.fivegmc.core.storage;

/// A receipt that found nothing to belong to yet.
public record ParkedReceipt(boolean delivered, String cause, long parkedAtMs) {}
