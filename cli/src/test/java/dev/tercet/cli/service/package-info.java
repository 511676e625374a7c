@NullMarked
package dev.tercet.cli.service;

import org.jspecify.annotations.NullMarked;
