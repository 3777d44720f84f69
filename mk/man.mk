# ptsandbox-calls(7) is printed from the catalogue and committed; tests/lint
# fails when the page and the rows differ.

$(B)/calls7: man/calls7.c supervisor/catalog/catalog.c \
             $(wildcard supervisor/catalog/*.def supervisor/catalog/*.h)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 $(CPPFLAGS) $(WARN) -O1 -DCATALOG_WITHOUT_HANDLERS \
	        -o $@ man/calls7.c supervisor/catalog/catalog.c

.PHONY: man
man: $(B)/calls7
	$(Q)$(B)/calls7 > man/ptsandbox-calls.7
