/// Delivery receipts as they are met in the field: a tolerant reader and the quirks of each gateway
/// as data.
@NullMarked
package org.fivegmc.fallback.receipt;

import org.jspecify.annotations.NullMarked;
