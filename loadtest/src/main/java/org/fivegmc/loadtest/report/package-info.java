/// What the load tools share: processor time read from the kernel, and results as one flat object.
@NullMarked
package org.fivegmc.loadtest.report;

import org.jspecify.annotations.NullMarked;
