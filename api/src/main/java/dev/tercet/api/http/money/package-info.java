/** What was spent on models, over HTTP. */
@NullMarked
package dev.tercet.api.http.money;

import org.jspecify.annotations.NullMarked;
