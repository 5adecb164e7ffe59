/* reqsite: what its pages do in the reader's browser. Each part is a function of its own; none needs a server. */
