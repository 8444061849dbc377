/// Chatbot northbound (empty until chatbots arrive).
@NullMarked
package org.fivegmc.maap;

import org.jspecify.annotations.NullMarked;
