import Commands

Cable.main()
