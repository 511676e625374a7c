/** Which module may know which, held against the compiled classes. */
@NullMarked
package dev.tercet.acceptance.architecture;

import org.jspecify.annotations.NullMarked;
