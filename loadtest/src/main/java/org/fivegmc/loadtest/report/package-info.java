/// What the load tools tell in the end: one flat JSON object, and the CPU time of who was measured.
@NullMarked
package org.fivegmc.loadtest.report;

import org.jspecify.annotations.NullMarked;
