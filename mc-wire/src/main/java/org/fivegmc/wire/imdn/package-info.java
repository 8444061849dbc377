/// Delivery, display and interworking reports (RFC 5438 and its CPM extension).
@NullMarked
package org.fivegmc.wire.imdn;

import org.jspecify.annotations.NullMarked;
