/// The chatbot API of the GSMA (FNW.11): JSON over HTTP. Its document is known by what clients of
/// it send and read; what is unsure stands in `GsmaForm` alone.
@NullMarked
package org.fivegmc.maap.gsma;

import org.jspecify.annotations.NullMarked;
