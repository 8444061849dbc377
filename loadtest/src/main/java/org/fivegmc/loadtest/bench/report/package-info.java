/// The results for people: a page and plots, made of the stored rounds alone.
@NullMarked
package org.fivegmc.loadtest.bench.report;

import org.jspecify.annotations.NullMarked;
