/// What peers reach by HTTP: the content server; chatbots when they arrive.
@NullMarked
package org.fivegmc.maap;

import org.jspecify.annotations.NullMarked;
