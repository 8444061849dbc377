/// Who sends as a chatbot: providers (CSPs), their chatbots, what each may do.
@NullMarked
package org.fivegmc.maap.tenant;

import org.jspecify.annotations.NullMarked;
