# Into DESTDIR$(PREFIX): the program, its manual pages, its
# completion for bash, the example.

COMPDIR ?= $(PREFIX)/share/bash-completion/completions

.PHONY: install uninstall
install: $(B)/ptsandbox
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DOCDIR)/examples \
	    $(DESTDIR)$(DOCDIR)/schema
	install -m 755 $(B)/ptsandbox $(DESTDIR)$(BINDIR)/ptsandbox
	for page in man/*.[1-9]; do \
	    folder=$(DESTDIR)$(MANDIR)/man$${page##*.}; \
	    install -d $$folder && install -m 644 $$page $$folder || exit 1; \
	done
	install -d $(DESTDIR)$(COMPDIR)
	install -m 644 completions/ptsandbox.bash \
	    $(DESTDIR)$(COMPDIR)/ptsandbox
	install -m 644 README.md CHANGELOG.md LICENSE docs/SECURITY.md \
	    docs/FIDELITY.md docs/TUTORIAL.md $(DESTDIR)$(DOCDIR)
	cp -R examples/. $(DESTDIR)$(DOCDIR)/examples
	chmod -R u=rwX,go=rX $(DESTDIR)$(DOCDIR)/examples
	install -m 644 docs/schema/* $(DESTDIR)$(DOCDIR)/schema

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/ptsandbox
	for page in man/*.[1-9]; do \
	    rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}; \
	done
	rm -f $(DESTDIR)$(COMPDIR)/ptsandbox
	rm -rf $(DESTDIR)$(DOCDIR)
