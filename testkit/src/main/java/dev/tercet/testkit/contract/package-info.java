/**
 * One suite per port: what its callers rely on, whichever store stands behind it. The fakes pass
 * them, and every adapter has a test class that extends them and hands in a fresh store.
 *
 * <p>A suite never sets a clock and never sleeps: what must lie in the past or the future is due
 * there from the start, and what takes a moment is waited for with a deadline.
 */
@NullMarked
package dev.tercet.testkit.contract;

import org.jspecify.annotations.NullMarked;
